package dev.lockstep.source.postgres;

import java.time.LocalDate;

/**
 * Reads dates and times as PostgreSQL writes them in ISO style: {@code 2024-02-29}, {@code
 * 2024-02-29 23:59:59.123456+05:30}, {@code 0044-03-15 BC}, {@code infinity}. The calendar is
 * proleptic Gregorian, as PostgreSQL's is.
 */
final class PostgresTime {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

  private PostgresTime() {}

  /** Days since 1970-01-01; the infinities are the extremes of {@code long}. */
  static long date(String text) {
    return isInfinite(text) ? infinity(text) : new Reader(text).date(isBeforeChrist(text));
  }

  /** Microseconds since midnight; {@code 24:00:00} is a whole day. */
  static long time(String text) {
    return new Reader(text).time();
  }

  /** Microseconds since midnight, UTC, from {@code 10:15:30.5+02}; wraps around midnight. */
  static long timeInUtc(String text) {
    Reader reader = new Reader(text);
    long local = reader.time();
    return Math.floorMod(local - reader.offsetSeconds() * MICROS_PER_SECOND, MICROS_PER_DAY);
  }

  /** Microseconds since 1970-01-01T00:00 of a local date and time. */
  static long timestamp(String text) {
    return isInfinite(text) ? infinity(text) : timestamp(text, new Reader(text));
  }

  /** Microseconds since the epoch of a date and time with its offset. */
  static long timestampTz(String text) {
    if (isInfinite(text)) {
      return infinity(text);
    }
    Reader reader = new Reader(text);
    long local = timestamp(text, reader);
    return local - reader.offsetSeconds() * MICROS_PER_SECOND;
  }

  private static long timestamp(String text, Reader reader) {
    long days = reader.date(isBeforeChrist(text));
    reader.skip(' ');
    return days * MICROS_PER_DAY + reader.time();
  }

  private static boolean isInfinite(String text) {
    return text.endsWith("infinity");
  }

  private static long infinity(String text) {
    return text.charAt(0) == '-' ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static boolean isBeforeChrist(String text) {
    return text.endsWith(" BC");
  }

  /** A cursor over the digits and separators. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    long date(boolean beforeChrist) {
      int year = number();
      skip('-');
      int month = number();
      skip('-');
      return LocalDate.of(beforeChrist ? 1 - year : year, month, number()).toEpochDay();
    }

    long time() {
      long seconds = number() * 3600L;
      skip(':');
      seconds += number() * 60L;
      skip(':');
      seconds += number();
      return seconds * MICROS_PER_SECOND + fraction();
    }

    private long fraction() {
      if (at >= text.length() || text.charAt(at) != '.') {
        return 0;
      }
      at++;
      int from = at;
      long micros = number();
      for (int digits = at - from; digits < 6; digits++) {
        micros *= 10;
      }
      return micros;
    }

    /** {@code +05}, {@code -05:30}, {@code +00:19:32}; nothing is UTC. */
    long offsetSeconds() {
      if (at >= text.length() || (text.charAt(at) != '+' && text.charAt(at) != '-')) {
        return 0;
      }
      int sign = text.charAt(at++) == '-' ? -1 : 1;
      long seconds = number() * 3600L;
      for (int unit = 60; unit > 0 && at < text.length() && text.charAt(at) == ':'; unit /= 60) {
        at++;
        seconds += (long) number() * unit;
      }
      return sign * seconds;
    }

    void skip(char expected) {
      if (at >= text.length() || text.charAt(at) != expected) {
        throw new IllegalArgumentException("no date or time of PostgreSQL: '" + text + "'");
      }
      at++;
    }

    private int number() {
      int from = at;
      int value = 0;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        value = value * 10 + (text.charAt(at++) - '0');
      }
      if (at == from) {
        throw new IllegalArgumentException("no date or time of PostgreSQL: '" + text + "'");
      }
      return value;
    }
  }
}
