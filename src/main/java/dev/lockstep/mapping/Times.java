package dev.lockstep.mapping;

import dev.lockstep.change.ZeroDate;
import java.time.LocalDate;

/**
 * Text forms of dates and times: ISO-8601 with always six digits of a second, so that texts sort as
 * the times do (for the years 0 to 9999); dates that no calendar has in the same form.
 */
final class Times {
  static final long MICROS_PER_SECOND = 1_000_000L;
  static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;
  private static final int MAX_PLAIN_YEAR = 9999;

  private Times() {}

  /** Whether a held date or date-time stands for one of the infinities. */
  static boolean isInfinite(long held) {
    return held == Long.MAX_VALUE || held == Long.MIN_VALUE;
  }

  /** {@code infinity} or {@code -infinity}, as PostgreSQL writes them. */
  static String infinity(long held) {
    return held > 0 ? "infinity" : "-infinity";
  }

  /** {@code 2026-05-31}. */
  static String date(long epochDay) {
    return isInfinite(epochDay)
        ? infinity(epochDay)
        : appendDate(new StringBuilder(10), epochDay).toString();
  }

  /** {@code 2026-05-31T23:59:59.123456}, without a zone. */
  static String dateTime(long micros) {
    return isInfinite(micros)
        ? infinity(micros)
        : appendDateTime(new StringBuilder(27), micros).toString();
  }

  /** {@code 2026-05-31T23:59:59.123456Z}. */
  static String instant(long micros) {
    return isInfinite(micros)
        ? infinity(micros)
        : appendDateTime(new StringBuilder(27), micros).append('Z').toString();
  }

  /** {@code 23:59:59.123456}; more than two digits of hours and a sign where need be. */
  static String time(long micros) {
    StringBuilder text = new StringBuilder(16);
    if (micros < 0) {
      text.append('-');
    }
    return appendTime(text, Math.abs(micros)).toString();
  }

  private static StringBuilder appendDateTime(StringBuilder text, long micros) {
    if (ZeroDate.is(micros)) {
      return appendTime(appendDate(text, micros).append('T'), ZeroDate.time(micros));
    }
    appendDate(text, Math.floorDiv(micros, MICROS_PER_DAY)).append('T');
    return appendTime(text, Math.floorMod(micros, MICROS_PER_DAY));
  }

  private static StringBuilder appendDate(StringBuilder text, long epochDay) {
    if (ZeroDate.is(epochDay)) {
      return appendDate(
          text, ZeroDate.year(epochDay), ZeroDate.month(epochDay), ZeroDate.day(epochDay));
    }
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    return appendDate(text, date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  private static StringBuilder appendDate(StringBuilder text, int year, int month, int day) {
    if (year < 0 || year > MAX_PLAIN_YEAR) {
      text.append(year < 0 ? '-' : '+');
    }
    appendPadded(text, Math.abs(year), 4).append('-');
    appendPadded(text, month, 2).append('-');
    return appendPadded(text, day, 2);
  }

  private static StringBuilder appendTime(StringBuilder text, long micros) {
    long seconds = micros / MICROS_PER_SECOND;
    appendPadded(text, seconds / 3600, 2).append(':');
    appendPadded(text, seconds / 60 % 60, 2).append(':');
    appendPadded(text, seconds % 60, 2).append('.');
    return appendPadded(text, micros % MICROS_PER_SECOND, 6);
  }

  private static StringBuilder appendPadded(StringBuilder text, long number, int width) {
    long unit = 1;
    for (int digit = 1; digit < width; digit++) {
      unit *= 10;
    }
    for (; unit > number && unit > 1; unit /= 10) {
      text.append('0');
    }
    return text.append(number);
  }
}
