package dev.lockstep.verify;

import org.jspecify.annotations.Nullable;

/**
 * How many rows of each item type's root a sample has: so many, or so many in a hundred.
 *
 * @param rows so many of each type; absent if a percentage is given
 * @param percent of the rows that the source estimates; absent if a number is given
 * @param seed the same seed picks the same rows, as long as the tables do not change
 */
public record SampleSize(@Nullable Long rows, @Nullable Double percent, long seed) {

  /**
   * @throws IllegalArgumentException if not exactly one is given, or it is none that makes sense
   */
  public SampleSize {
    if ((rows == null) == (percent == null)) {
      throw new IllegalArgumentException("a sample is of a number of rows, or of a percentage");
    }
    if (rows != null && rows < 1) {
      throw new IllegalArgumentException("a sample has at least one row, not " + rows);
    }
    if (percent != null && !(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("not a percentage above 0: " + percent);
    }
  }

  /** So many rows of each item type. */
  public static SampleSize ofRows(long rows, long seed) {
    return new SampleSize(rows, null, seed);
  }

  /** So many rows in a hundred. */
  public static SampleSize ofPercent(double percent, long seed) {
    return new SampleSize(null, percent, seed);
  }
}
