package dev.lockstep.mapping;

import dev.lockstep.yaml.Section;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How much of a date or time a template writes. All are ISO-8601 in UTC. */
enum TimePrecision {
  /** {@code 2026}. */
  YEAR(4),
  /** {@code 2026-05}. */
  MONTH(7),
  /** {@code 2026-05-31}. */
  DAY(10),
  /** {@code 2026-05-31T23}. */
  HOUR(13),
  /** {@code 2026-05-31T23:59}. */
  MINUTE(16),
  /** {@code 2026-05-31T23:59:59Z}. */
  SECONDS(19),
  /** {@code 2026-05-31T23:59:59.999Z}. */
  MILLIS(23),
  /** {@code 2026-05-31T23:59:59.999999Z}. */
  MICROS(26);

  private final int length;

  TimePrecision(int length) {
    this.length = length;
  }

  /**
   * Cuts a full text form.
   *
   * @param full a date-time with microseconds and without a zone; years may have more than four
   *     characters
   */
  String cut(String full) {
    int excess = full.length() - MICROS.length;
    String cut = full.substring(0, length + excess);
    return compareTo(SECONDS) >= 0 ? cut + "Z" : cut;
  }

  static String words() {
    return Arrays.stream(values()).map(Section::wordOf).collect(Collectors.joining(", "));
  }

  /** The filter in its one form. */
  @Override
  public String toString() {
    return "utc:" + Section.wordOf(this);
  }
}
