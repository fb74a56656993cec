package dev.lockstep.source.mysql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Places between the least and the greatest value of a column, evenly apart: where to look into a
 * table without reading what lies between. A place need not be a value that there is, nor, of a
 * text, lie exactly where the column's collation would have it.
 */
final class KeyPoints {
  /** As many bytes as tell random keys apart. */
  private static final int DIGITS = 6;

  private static final int BYTE = 256;

  /** What identifiers are made of, without gaps in which none would lie. */
  private static final String LOWER = "0123456789abcdefghijklmnopqrstuvwxyz";

  private static final String UPPER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private KeyPoints() {}

  /**
   * Places from the least value on.
   *
   * @param least as a row holds it
   * @param greatest of the same kind
   * @param count how many; values of which none lie between are their least one alone
   */
  static List<Object> between(Object least, Object greatest, int count) {
    List<Object> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Object point = i == 0 ? least : between(least, greatest, i, count);
      if (points.isEmpty() || !points.get(points.size() - 1).equals(point)) {
        points.add(point);
      }
    }
    return points;
  }

  private static Object between(Object least, Object greatest, int part, int parts) {
    if (least instanceof Long from && greatest instanceof Long to) {
      return whole(BigInteger.valueOf(from), BigInteger.valueOf(to), part, parts).longValue();
    }
    if (least instanceof BigDecimal from && greatest instanceof BigDecimal to) {
      BigDecimal way = to.subtract(from).multiply(BigDecimal.valueOf(part));
      return from.add(way.divide(BigDecimal.valueOf(parts), MathContext.DECIMAL128))
          .setScale(from.scale(), RoundingMode.FLOOR);
    }
    if (least instanceof String from && greatest instanceof String to) {
      return text(from, to, part, parts);
    }
    if (least instanceof ByteBuffer from && greatest instanceof ByteBuffer to) {
      return bytes(array(from), array(to), part, parts);
    }
    return least;
  }

  private static BigInteger whole(BigInteger from, BigInteger to, int part, int parts) {
    BigInteger way = to.subtract(from).multiply(BigInteger.valueOf(part));
    return from.add(way.divide(BigInteger.valueOf(parts)));
  }

  private static byte[] array(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static ByteBuffer bytes(byte[] from, byte[] to, int part, int parts) {
    int common = Math.max(0, Arrays.mismatch(from, to));
    BigInteger[] ends = {number(from, common), number(to, common)};
    int[] digits = digits(whole(ends[0], ends[1], part, parts), BYTE);
    ByteBuffer point = ByteBuffer.allocate(common + DIGITS).put(from, 0, common);
    for (int digit : digits) {
      point.put((byte) digit);
    }
    return point.flip().asReadOnlyBuffer();
  }

  private static BigInteger number(byte[] bytes, int start) {
    return new BigInteger(1, Arrays.copyOfRange(bytes, start, start + DIGITS));
  }

  private static String text(String from, String to, int part, int parts) {
    int common = 0;
    while (common < from.length()
        && common < to.length()
        && from.charAt(common) == to.charAt(common)) {
      common++;
    }
    String letters = (from + to).chars().anyMatch(Character::isLowerCase) ? LOWER : UPPER;
    BigInteger least = number(from, common, letters);
    BigInteger greatest = number(to, common, letters);
    StringBuilder point = new StringBuilder(from.substring(0, common));
    for (int digit : digits(whole(least, greatest, part, parts), letters.length())) {
      point.append(letters.charAt(digit));
    }
    return point.toString();
  }

  private static BigInteger number(String text, int start, String letters) {
    BigInteger number = BigInteger.ZERO;
    for (int i = start; i < start + DIGITS; i++) {
      char letter = i < text.length() ? text.charAt(i) : letters.charAt(0);
      int digit = Math.max(0, letters.indexOf(letter));
      number = number.multiply(BigInteger.valueOf(letters.length())).add(BigInteger.valueOf(digit));
    }
    return number;
  }

  private static int[] digits(BigInteger number, int base) {
    int[] digits = new int[DIGITS];
    BigInteger rest = number;
    for (int i = DIGITS - 1; i >= 0; i--) {
      BigInteger[] split = rest.divideAndRemainder(BigInteger.valueOf(base));
      digits[i] = split[1].intValue();
      rest = split[0];
    }
    return digits;
  }
}
