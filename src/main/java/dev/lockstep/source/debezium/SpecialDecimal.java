package dev.lockstep.source.debezium;

import java.math.BigDecimal;

/**
 * What stands for the decimals that are not numbers where Connect's schemas allow only numbers;
 * known by identity.
 */
final class SpecialDecimal {
  private static final BigDecimal NAN = new BigDecimal("0.00");
  private static final BigDecimal INFINITY = new BigDecimal("0.000");
  private static final BigDecimal NEGATIVE_INFINITY = new BigDecimal("0.0000");

  private SpecialDecimal() {}

  /** What stands for a canonical decimal: itself if it is a number. */
  static BigDecimal wrap(Object canonical) {
    if (canonical instanceof BigDecimal number) {
      return number;
    }
    if ("NaN".equals(canonical)) {
      return NAN;
    }
    return "Infinity".equals(canonical) ? INFINITY : NEGATIVE_INFINITY;
  }

  /** The canonical decimal. */
  @SuppressWarnings("ReferenceEquality") // an equal number may be real; the object is not
  static Object unwrap(BigDecimal value) {
    if (value == NAN) {
      return "NaN";
    }
    if (value == INFINITY) {
      return "Infinity";
    }
    return value == NEGATIVE_INFINITY ? "-Infinity" : value;
  }
}
