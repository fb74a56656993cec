package dev.lockstep.mapping;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Decimal forms of binary floating-point numbers: the fewest digits that read back as the same
 * number. Computed here rather than by {@link Double#toString}, whose digits differ between Java
 * versions: an item must not depend on the machine that wrote it.
 */
final class Floats {
  private static final int SAFE_DOUBLE_DIGITS = 15;
  private static final int MAX_DOUBLE_DIGITS = 17;
  private static final int SAFE_FLOAT_DIGITS = 6;
  private static final int MAX_FLOAT_DIGITS = 9;
  private static final int MAX_PLAIN_EXPONENT = 21;
  private static final int MIN_PLAIN_EXPONENT = -6;

  private Floats() {}

  /** Whether a held number is finite. */
  static boolean isFinite(Number held) {
    return Double.isFinite(held.doubleValue());
  }

  /**
   * The decimal form of a finite {@link Float} or {@link Double}.
   *
   * @throws NumberFormatException if it is not finite
   */
  static BigDecimal decimal(Number held) {
    return held instanceof Float single ? of(single) : of(held.doubleValue());
  }

  private static BigDecimal of(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return BigDecimal.valueOf((long) number);
    }
    BigDecimal exact = new BigDecimal(number);
    for (int digits = SAFE_DOUBLE_DIGITS; digits < MAX_DOUBLE_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == number) {
        return rounded.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(MAX_DOUBLE_DIGITS)).stripTrailingZeros();
  }

  private static BigDecimal of(float number) {
    BigDecimal exact = new BigDecimal(number);
    for (int digits = SAFE_FLOAT_DIGITS; digits < MAX_FLOAT_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.floatValue() == number) {
        return rounded.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(MAX_FLOAT_DIGITS)).stripTrailingZeros();
  }

  /** {@code 0.1}, {@code 1E+30}, {@code NaN}, {@code Infinity}, {@code -Infinity}. */
  static String text(Number held) {
    if (!isFinite(held)) {
      return Double.toString(held.doubleValue());
    }
    BigDecimal decimal = decimal(held);
    int exponent = decimal.precision() - decimal.scale() - 1;
    boolean plain = exponent >= MIN_PLAIN_EXPONENT && exponent < MAX_PLAIN_EXPONENT;
    return plain ? decimal.toPlainString() : decimal.toString();
  }
}
