package dev.lockstep.source.mysql;

import dev.lockstep.change.ZeroDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times as MySQL writes them, {@linkplain ZeroDate dates that no calendar has} too.
 */
final class MysqlTime {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final int FRACTION_DIGITS = 6;
  private static final Pattern DATE = Pattern.compile("(\\d{1,4})-(\\d{1,2})-(\\d{1,2})");
  private static final Pattern TIME =
      Pattern.compile("(-?)(\\d{1,3}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,6}))?");

  private MysqlTime() {}

  /** Days since 1970-01-01. */
  static long date(String text) {
    Matcher matcher = matcher(DATE, text);
    return ZeroDate.days(number(matcher, 1), number(matcher, 2), number(matcher, 3));
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
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

  /** Microseconds since 1970-01-01T00:00 of a local date and time. */
  static long timestamp(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw unreadable(text);
    }
    Matcher date = matcher(DATE, text.substring(0, space));
    long time = time(text.substring(space + 1));
    return ZeroDate.micros(number(date, 1), number(date, 2), number(date, 3), time);
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
