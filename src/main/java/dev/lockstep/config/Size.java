package dev.lockstep.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or storage.
 *
 * @param bytes how many
 */
public record Size(long bytes) implements Comparable<Size> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

  /**
   * Reads a whole number and a unit: {@code 512KiB}, {@code 64MiB}.
   *
   * @throws IllegalArgumentException on anything else
   */
  public static Size parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a size such as 64MiB");
    }
    return new Size(Long.parseLong(form.group(1)) << shift(form.group(2)));
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "KiB" -> 10;
      case "MiB" -> 20;
      case "GiB" -> 30;
      default -> 0;
    };
  }

  @Override
  public int compareTo(Size other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The size as files write it, in the largest unit that keeps it whole. */
  @Override
  public String toString() {
    for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
      long one = 1L << shift(unit);
      if (bytes >= one && bytes % one == 0) {
        return bytes / one + unit;
      }
    }
    return bytes + "B";
  }
}
