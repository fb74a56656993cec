package dev.lockstep.change;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Orders all states of an item. It is taken from the commit position of the source transaction, so
 * it is the same on every replay. As a number it is {@code epoch × 10^32 + position × 10^12 +
 * ordinal}: at most 38 decimal digits, which is what DynamoDB holds exactly.
 *
 * @param epoch raised by an operator when the source is replaced by one with another log; 0 to
 *     999,999
 * @param position the commit position, an unsigned 64-bit number (PostgreSQL: the LSN of the end of
 *     the commit record; MySQL: the number of the binary log's file in the upper half, the offset
 *     of the transaction's beginning in the lower)
 * @param ordinal the number of changes of the transaction up to and including this part; for a
 *     transaction that flows whole, the number of all its changes; 0 for snapshot rows and
 *     messages. The last part of a transaction therefore has the same version however the
 *     transaction was cut. 0 to 10^12 − 1
 */
public record Version(int epoch, long position, long ordinal) implements Comparable<Version> {
  private static final BigInteger EPOCH_UNIT = BigInteger.TEN.pow(32);
  private static final BigInteger POSITION_UNIT = BigInteger.TEN.pow(12);
  private static final long MAX_ORDINAL = 999_999_999_999L;
  private static final int MAX_EPOCH = 999_999;
  private static final Comparator<Version> ORDER =
      Comparator.comparingInt(Version::epoch)
          .thenComparing(Version::position, Long::compareUnsigned)
          .thenComparingLong(Version::ordinal);

  /**
   * @throws IllegalArgumentException if the epoch or the ordinal is out of range
   */
  public Version {
    if (epoch < 0 || epoch > MAX_EPOCH || ordinal < 0 || ordinal > MAX_ORDINAL) {
      throw new IllegalArgumentException("version out of range: " + epoch + ", " + ordinal);
    }
  }

  /**
   * The greatest version at a position: after all changes of a transaction that committed there.
   */
  public static Version upTo(int epoch, long position) {
    return new Version(epoch, position, MAX_ORDINAL);
  }

  /** The version as the number that items carry in {@code _v}. */
  public String toDecimal() {
    String tail = pad(Long.toString(ordinal), 12);
    String middle = Long.toUnsignedString(position);
    if (epoch > 0) {
      return epoch + pad(middle, 20) + tail;
    }
    return position == 0 ? Long.toString(ordinal) : middle + tail;
  }

  private static String pad(String digits, int width) {
    return "0".repeat(width - digits.length()) + digits;
  }

  /**
   * Reads the number that an item carries.
   *
   * @return empty if the text is not a version: not a whole number, negative, or too large
   */
  public static Optional<Version> parse(@Nullable String decimal) {
    if (decimal == null || decimal.isEmpty() || decimal.length() > 38 || !isDigits(decimal)) {
      return Optional.empty();
    }
    BigInteger[] byEpoch = new BigInteger(decimal).divideAndRemainder(EPOCH_UNIT);
    BigInteger[] byPosition = byEpoch[1].divideAndRemainder(POSITION_UNIT);
    if (byPosition[0].bitLength() > 64) {
      return Optional.empty();
    }
    return Optional.of(
        new Version(
            byEpoch[0].intValueExact(), byPosition[0].longValue(), byPosition[1].longValueExact()));
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  /** Whether this version supersedes another one. */
  public boolean isAfter(Version other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return toDecimal();
  }
}
