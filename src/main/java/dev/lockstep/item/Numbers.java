package dev.lockstep.item;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What DynamoDB's number type holds exactly: up to 38 significant digits, magnitudes 1E-130 to
 * 9.99…E+125 (Amazon DynamoDB Developer Guide, "Supported data types", Number).
 */
public final class Numbers {
  private static final int MAX_DIGITS = 38;
  private static final int MAX_EXPONENT = 125;
  private static final int MIN_EXPONENT = -130;

  private Numbers() {}

  /** A whole number. */
  public static Value.Num of(long number) {
    return new Value.Num(Long.toString(number));
  }

  /** The number in its one form, or empty if DynamoDB cannot hold it exactly. */
  public static Optional<Value.Num> exact(BigDecimal number) {
    if (number.signum() == 0) {
      return Optional.of(new Value.Num("0"));
    }
    BigDecimal stripped = number.stripTrailingZeros();
    long exponent = (long) stripped.precision() - stripped.scale() - 1;
    if (stripped.precision() > MAX_DIGITS || exponent > MAX_EXPONENT || exponent < MIN_EXPONENT) {
      return Optional.empty();
    }
    return Optional.of(new Value.Num(stripped.toPlainString()));
  }
}
