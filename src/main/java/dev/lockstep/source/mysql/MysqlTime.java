package dev.lockstep.source.mysql;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times as MySQL writes them. A date whose year, month or day is zero is no date:
 * the log's reader gives NULL for it, and so does this.
 */
final class MysqlTime {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;
  private static final int FRACTION_DIGITS = 6;
  private static final Pattern DATE = Pattern.compile("(\\d{1,4})-(\\d{1,2})-(\\d{1,2})");
  private static final Pattern TIME =
      Pattern.compile("(-?)(\\d{1,3}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,6}))?");

  private MysqlTime() {}

  /** Days since 1970-01-01; null for a zero date. */
  static @Nullable Long date(String text) {
    Matcher matcher = matcher(DATE, text);
    int year = Integer.parseInt(matcher.group(1));
    int month = Integer.parseInt(matcher.group(2));
    int day = Integer.parseInt(matcher.group(3));
    return year == 0 || month == 0 || day == 0 ? null : days(year, month, day);
  }

  private static Long days(int year, int month, int day) {
    try {
      return LocalDate.of(year, month, day).toEpochDay();
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException("a date that no calendar has", e);
    }
  }

  /** Microseconds; negative, or more than a day. */
  static long time(String text) {
    Matcher matcher = matcher(TIME, text);
    long seconds =
        Long.parseLong(matcher.group(2)) * 3600
            + Long.parseLong(matcher.group(3)) * 60
            + Long.parseLong(matcher.group(4));
    long micros = seconds * MICROS_PER_SECOND + fraction(matcher.group(5));
    return matcher.group(1).isEmpty() ? micros : -micros;
  }

  private static long fraction(@Nullable String digits) {
    return digits == null
        ? 0
        : Long.parseLong(digits + "0".repeat(FRACTION_DIGITS - digits.length()));
  }

  /** Microseconds since 1970-01-01T00:00 of a local date and time; null for a zero date. */
  static @Nullable Long timestamp(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw unreadable(text);
    }
    Long days = date(text.substring(0, space));
    return days == null ? null : days * MICROS_PER_DAY + time(text.substring(space + 1));
  }

  private static Matcher matcher(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw unreadable(text);
    }
    return matcher;
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException("no date or time of MySQL: '" + text + "'");
  }
}
