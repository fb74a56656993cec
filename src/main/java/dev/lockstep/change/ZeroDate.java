package dev.lockstep.change;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Dates that no calendar has, which MySQL lets into its tables: {@code 0000-00-00}, {@code
 * 2024-00-10}, {@code 2024-02-31}. Where a row holds a date as days or as microseconds, such a one
 * is held as a number that is no other date's: its year, month, day and time of day, packed.
 */
public final class ZeroDate {
  /** Below every date and time that a source has, but for the infinity. */
  private static final long LEAST = -(1L << 62);

  private static final int TIME_BITS = 37;
  private static final int DAY_BITS = 5;
  private static final int MONTH_BITS = 4;
  private static final int YEAR_BITS = 14;
  private static final int DAY_SHIFT = TIME_BITS;
  private static final int MONTH_SHIFT = DAY_SHIFT + DAY_BITS;
  private static final int YEAR_SHIFT = MONTH_SHIFT + MONTH_BITS;
  private static final long END = LEAST + (1L << (YEAR_SHIFT + YEAR_BITS));
  private static final int SHORTEST_MONTH = 28;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private ZeroDate() {}

  /** A date as a row holds it: days since 1970-01-01, or the number of one that is none. */
  public static long days(int year, int month, int day) {
    return isReal(year, month, day)
        ? LocalDate.of(year, month, day).toEpochDay()
        : packed(year, month, day, 0);
  }

  /**
   * A date and time as a row holds it: microseconds since 1970-01-01, or the number of one that is
   * none.
   *
   * @param time of the day, in microseconds
   */
  public static long micros(int year, int month, int day, long time) {
    return isReal(year, month, day)
        ? LocalDate.of(year, month, day).toEpochDay() * MICROS_PER_DAY + time
        : packed(year, month, day, time);
  }

  private static boolean isReal(int year, int month, int day) {
    if (year < 0 || year > 9999 || month < 0 || month > 12 || day < 0 || day > 31) {
      throw new IllegalArgumentException("no date: " + year + "-" + month + "-" + day);
    }
    return month > 0
        && day > 0
        && (day <= SHORTEST_MONTH || day <= YearMonth.of(year, month).lengthOfMonth());
  }

  private static long packed(int year, int month, int day, long time) {
    return LEAST
        + ((long) year << YEAR_SHIFT)
        + ((long) month << MONTH_SHIFT)
        + ((long) day << DAY_SHIFT)
        + time;
  }

  /** Whether a held date, or date and time, is one that no calendar has. */
  public static boolean is(long held) {
    return held >= LEAST && held < END;
  }

  /** The year of such a date. */
  public static int year(long held) {
    return part(held, YEAR_SHIFT, YEAR_BITS);
  }

  /** Its month; may be zero. */
  public static int month(long held) {
    return part(held, MONTH_SHIFT, MONTH_BITS);
  }

  /** Its day; may be zero. */
  public static int day(long held) {
    return part(held, DAY_SHIFT, DAY_BITS);
  }

  /** The time of its day, in microseconds. */
  public static long time(long held) {
    return (held - LEAST) & ((1L << TIME_BITS) - 1);
  }

  private static int part(long held, int shift, int bits) {
    return (int) ((held - LEAST) >>> shift) & ((1 << bits) - 1);
  }
}
