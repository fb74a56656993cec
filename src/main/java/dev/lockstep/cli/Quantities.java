package dev.lockstep.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Quantities {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final int BYTE_STEP = 1024;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3_600;

  private Quantities() {}

  /** {@code 1234567} as {@code 1,234,567}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A count and its noun: {@code 1 item}, {@code 1,200 items}; for nouns that take an s. */
  public static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code 1536} as {@code 1.5 KiB}. */
  public static String bytes(long bytes) {
    double shown = bytes;
    int unit = 0;
    while (shown >= BYTE_STEP && unit < BYTE_UNITS.length - 1) {
      shown /= BYTE_STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", shown, BYTE_UNITS[unit]);
  }

  /**
   * {@code 0.05} as {@code 50 ms}, {@code 3.21} as {@code 3.2 s}, {@code 125} as {@code 2 min 5 s}.
   */
  public static String seconds(double seconds) {
    if (seconds < 1) {
      return Math.round(seconds * 1_000) + " ms";
    }
    if (seconds < SECONDS_PER_MINUTE) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < SECONDS_PER_HOUR
        ? whole / SECONDS_PER_MINUTE + " min " + whole % SECONDS_PER_MINUTE + " s"
        : whole / SECONDS_PER_HOUR + " h " + whole % SECONDS_PER_HOUR / SECONDS_PER_MINUTE + " min";
  }

  /** A duration like {@link #seconds(double)}. */
  public static String duration(Duration duration) {
    return seconds(duration.toNanos() / 1e9);
  }

  /** How full something is, as a bar of the given width in characters. */
  public static String bar(double share, int width) {
    int full = (int) Math.round(Math.min(1, Math.max(0, share)) * width);
    return "█".repeat(full) + "░".repeat(width - full);
  }
}
