package dev.lockstep.change;

import org.jspecify.annotations.Nullable;

/**
 * The type of a column, reduced to what decides how its values are held and converted.
 *
 * @param kind how values are held in a {@link Row}
 * @param sourceName the source's own name, for messages: {@code numeric(12,2)}, {@code int4}
 * @param element the element type of an {@link Kind#ARRAY} or a {@link Kind#SET}; absent otherwise
 */
public record ColumnType(Kind kind, String sourceName, @Nullable ColumnType element) {

  /** How the values of a column are held. Every kind has value equality. */
  public enum Kind {
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link Long}: all signed integers up to 64 bits, years. */
    INTEGER,
    /**
     * {@link java.math.BigDecimal} with the source's scale; {@link String} {@code NaN}, {@code
     * Infinity}, {@code -Infinity} for what is not a number. Unsigned 64-bit integers and money
     * too.
     */
    DECIMAL,
    /** {@link Float} for 32 bits, {@link Double} for 64 bits; NaN and infinities included. */
    FLOAT,
    /** {@link String}: text and whatever the source can only show as text (inet, range, xml …). */
    TEXT,
    /** {@link java.nio.ByteBuffer}, read-only, position 0. */
    BYTES,
    /**
     * {@link Long}: days since 1970-01-01; {@link Long#MAX_VALUE} and {@link Long#MIN_VALUE} are
     * plus and minus infinity.
     */
    DATE,
    /** {@link Long}: microseconds since midnight; MySQL: negative or over 24 h too. */
    TIME,
    /**
     * {@link Long}: microseconds since 1970-01-01T00:00 of a local date-time without a zone;
     * infinities as for {@link #DATE}.
     */
    TIMESTAMP,
    /** {@link Long}: microseconds since the epoch, UTC; infinities as for {@link #DATE}. */
    TIMESTAMP_TZ,
    /** {@link String}: ISO-8601 duration. */
    INTERVAL,
    /** {@link String}: lower-case with dashes. */
    UUID,
    /** {@link String}: JSON text. */
    JSON,
    /** {@link String}: the label. */
    ENUM,
    /** {@link String} of {@code 0} and {@code 1}, most significant bit first. */
    BITS,
    /** {@link java.util.List} of values of the element type; elements may be null. */
    ARRAY,
    /** {@link java.util.List} of different {@link String}s: labels, in the order of the type. */
    SET,
    /** {@link java.util.Map} from {@link String} to {@link String} or null (hstore). */
    MAP,
    /**
     * Nothing that Lockstep can carry without loss; a mapping that uses such a column is refused.
     */
    UNSUPPORTED
  }

  /** A type without elements. */
  public static ColumnType of(Kind kind, String sourceName) {
    return new ColumnType(kind, sourceName, null);
  }

  /** An array type. */
  public static ColumnType arrayOf(ColumnType element, String sourceName) {
    return new ColumnType(Kind.ARRAY, sourceName, element);
  }

  /** A type whose values are sets of labels. */
  public static ColumnType setOf(String sourceName) {
    return new ColumnType(Kind.SET, sourceName, of(Kind.TEXT, "text"));
  }

  @Override
  public String toString() {
    return sourceName;
  }
}
