package dev.lockstep.source.mysql;

import dev.lockstep.change.ZeroDate;

/**
 * Dates and times with dates as the binary log packs them, made what a row holds: days, or
 * microseconds. MySQL 5.5 packed some in other ways, and a table may still have columns of it.
 */
public final class MysqlLogDates {
  /** Of a date. */
  public static final int DATE_BYTES = 3;

  /** Of a date and time as MySQL 5.5 packed it. */
  public static final int OLD_DATETIME_BYTES = 8;

  /** Of a timestamp as MySQL 5.5 packed it. */
  public static final int OLD_TIMESTAMP_BYTES = 4;

  private static final int DATETIME_BYTES = 5;
  private static final int TIMESTAMP_BYTES = 4;
  private static final int MONTHS = 13;
  private static final long MICROS_PER_SECOND = 1_000_000L;

  private MysqlLogDates() {}

  /** How long a date and time is with so many digits of a fraction. */
  public static int datetimeBytes(int digits) {
    return DATETIME_BYTES + fractionBytes(digits);
  }

  /** How long a timestamp is with so many digits of a fraction. */
  public static int timestampBytes(int digits) {
    return TIMESTAMP_BYTES + fractionBytes(digits);
  }

  private static int fractionBytes(int digits) {
    return (digits + 1) / 2;
  }

  /** Days: 15 bits of the year, four of the month, five of the day. */
  public static long date(int packed) {
    return ZeroDate.days(packed >>> 9, (packed >>> 5) & 15, packed & 31);
  }

  /** Microseconds: the decimal digits YYYYMMDDhhmmss, as MySQL 5.5 packed them. */
  public static long datetime(long digits) {
    long date = digits / 1_000_000;
    long time = digits % 1_000_000;
    return ZeroDate.micros(
        (int) (date / 10_000),
        (int) (date / 100 % 100),
        (int) (date % 100),
        micros(time / 10_000, time / 100 % 100, time % 100));
  }

  /**
   * Microseconds: a bit that is set, 17 bits of the year times 13 plus the month, five each of the
   * day and the hour, six each of minute and second; then the fraction.
   */
  public static long datetime(byte[] packed) {
    long bits = number(packed, 0, DATETIME_BYTES);
    int months = (int) (bits >>> 22) & ((1 << 17) - 1);
    long time = micros((bits >>> 12) & 31, (bits >>> 6) & 63, bits & 63);
    return ZeroDate.micros(
        months / MONTHS,
        months % MONTHS,
        (int) (bits >>> 17) & 31,
        time + fraction(packed, DATETIME_BYTES));
  }

  /** Microseconds of a timestamp without a fraction; it is later than 1970-01-01, or zero. */
  public static long timestamp(long seconds) {
    return seconds == 0 ? ZeroDate.micros(0, 0, 0, 0) : seconds * MICROS_PER_SECOND;
  }

  /** Microseconds of a timestamp: seconds, then the fraction. */
  public static long timestamp(byte[] packed) {
    return timestamp(number(packed, 0, TIMESTAMP_BYTES)) + fraction(packed, TIMESTAMP_BYTES);
  }

  private static long micros(long hours, long minutes, long seconds) {
    return (hours * 3600 + minutes * 60 + seconds) * MICROS_PER_SECOND;
  }

  /** One byte has two digits, two have four, three have six. */
  private static long fraction(byte[] packed, int from) {
    long micros = number(packed, from, packed.length - from);
    for (int bytes = packed.length - from; bytes < 3; bytes++) {
      micros *= 100;
    }
    return packed.length == from ? 0 : micros;
  }

  private static long number(byte[] bytes, int from, int length) {
    long number = 0;
    for (int i = from; i < from + length; i++) {
      number = (number << 8) | (bytes[i] & 0xff);
    }
    return number;
  }
}
