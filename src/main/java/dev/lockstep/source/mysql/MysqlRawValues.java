package dev.lockstep.source.mysql;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values canonical that readers of the binary log and the JDBC driver hand over, of other
 * Java classes each, as {@link MysqlValues} makes them of text. The virtual machine's own time zone
 * must be UTC: the driver's timestamps go by it.
 */
public final class MysqlRawValues {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long NANOS_PER_MICRO = 1_000L;

  /** The binary log's reader adds this to every year, to the year 0 too. */
  private static final int ZERO_YEAR = 1900;

  private static final BigInteger UNSIGNED_RANGE = BigInteger.ONE.shiftLeft(Long.SIZE);

  /** What the log's reader here makes canonical at once: see {@link MysqlLogDates}. */
  private static final Set<Kind> DATES = EnumSet.of(Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMP_TZ);

  private MysqlRawValues() {}

  /**
   * Makes a value canonical.
   *
   * @param type the column's; of enums and sets, only text with the labels can be taken
   * @param charset the column's character set as MySQL names it; absent for what is no text
   * @param raw not null
   * @return as {@link ColumnType.Kind} says
   * @throws IllegalArgumentException if the value is of a class that no reader is known to give
   */
  public static Object of(ColumnType type, @Nullable String charset, Object raw) {
    if (raw instanceof String text) {
      return MysqlValues.parse(type, text);
    }
    if (raw instanceof byte[] bytes) {
      return ofBytes(type, charset, bytes);
    }
    Object canonical = ofObject(type, raw);
    if (canonical == null) {
      throw unexpected(type, raw);
    }
    return canonical;
  }

  private static IllegalArgumentException unexpected(ColumnType type, Object raw) {
    return new IllegalArgumentException(
        "a value of type " + type + " came as " + raw.getClass().getName());
  }

  private static Object ofBytes(ColumnType type, @Nullable String charset, byte[] bytes) {
    return switch (type.kind()) {
      case BYTES -> MysqlValues.bytes(type, bytes);
      case BITS -> MysqlValues.bits(type, bytes);
      case JSON -> BinaryJson.text(bytes);
      case TEXT, ENUM, SET -> MysqlValues.parse(type, MysqlCharsets.decode(charset, bytes));
      default -> throw unexpected(type, bytes);
    };
  }

  private static @Nullable Object ofObject(ColumnType type, Object raw) {
    if (raw instanceof Long held && DATES.contains(type.kind())) {
      return held;
    }
    return switch (type.kind()) {
      case INTEGER -> integer(type, raw);
      case DECIMAL -> decimal(type, raw);
      case FLOAT ->
          raw instanceof Number number ? MysqlValues.floating(type, number.doubleValue()) : null;
      case BITS -> bits(type, raw);
      case DATE -> date(raw);
      case TIME -> time(raw);
      case TIMESTAMP -> timestamp(raw);
      case TIMESTAMP_TZ -> instant(raw);
      default -> null;
    };
  }

  private static @Nullable Object integer(ColumnType type, Object raw) {
    if (raw instanceof Boolean truth) {
      return truth ? 1L : 0L;
    }
    if (type.sourceName().equals(MysqlTypes.YEAR)) {
      return year(raw);
    }
    return raw instanceof Number number ? (Object) unsigned(type, number.longValue()) : null;
  }

  /** The binary log does not say whether a number has a sign. */
  private static long unsigned(ColumnType type, long value) {
    if (value >= 0) {
      return value;
    }
    return switch (type.sourceName()) {
      case "tinyint unsigned" -> value + (1L << 8);
      case "smallint unsigned" -> value + (1L << 16);
      case "mediumint unsigned" -> value + (1L << 24);
      case "int unsigned" -> value + (1L << 32);
      default -> value;
    };
  }

  private static @Nullable Object year(Object raw) {
    if (raw instanceof Year year) {
      return year.getValue() == ZERO_YEAR ? 0L : (long) year.getValue();
    }
    if (raw instanceof Date date) {
      return (long) date.toLocalDate().getYear();
    }
    return raw instanceof Number number ? (Object) number.longValue() : null;
  }

  private static @Nullable Object decimal(ColumnType type, Object raw) {
    if (raw instanceof BigDecimal decimal) {
      return decimal;
    }
    BigInteger whole =
        raw instanceof BigInteger big ? big : raw instanceof Long l ? BigInteger.valueOf(l) : null;
    if (whole == null) {
      return null;
    }
    boolean wrapped = whole.signum() < 0 && type.sourceName().equals(MysqlTypes.UNSIGNED_BIGINT);
    return new BigDecimal(wrapped ? whole.add(UNSIGNED_RANGE) : whole);
  }

  private static @Nullable Object bits(ColumnType type, Object raw) {
    if (raw instanceof Boolean truth) {
      return MysqlValues.bits(type, truth ? "1" : "0");
    }
    return raw instanceof BitSet set ? bits(set, MysqlTypes.length(type)) : null;
  }

  private static String bits(BitSet set, int length) {
    StringBuilder digits = new StringBuilder();
    for (int i = length - 1; i >= 0; i--) {
      digits.append(set.get(i) ? '1' : '0');
    }
    return digits.toString();
  }

  private static @Nullable Object date(Object raw) {
    LocalDate date =
        raw instanceof LocalDate d ? d : raw instanceof Date sql ? sql.toLocalDate() : null;
    return date == null ? null : (Object) date.toEpochDay();
  }

  private static @Nullable Object time(Object raw) {
    if (raw instanceof Duration time) {
      return time.getSeconds() * MICROS_PER_SECOND + micros(time.getNano());
    }
    return raw instanceof LocalTime time ? (Object) (time.toNanoOfDay() / NANOS_PER_MICRO) : null;
  }

  private static @Nullable Object timestamp(Object raw) {
    LocalDateTime time =
        raw instanceof LocalDateTime t
            ? t
            : raw instanceof Timestamp s ? s.toLocalDateTime() : null;
    return time == null ? null : (Object) micros(time.toInstant(ZoneOffset.UTC));
  }

  private static @Nullable Object instant(Object raw) {
    Instant instant =
        raw instanceof ZonedDateTime zoned
            ? zoned.toInstant()
            : raw instanceof OffsetDateTime offset
                ? offset.toInstant()
                : raw instanceof Timestamp sql ? sql.toInstant() : null;
    return instant == null ? null : (Object) micros(instant);
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * MICROS_PER_SECOND + micros(instant.getNano());
  }

  /** Rounded: the binary log's reader computes the fraction in floating point. */
  private static long micros(int nanos) {
    return (nanos + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
  }

  /** Whether the readers are known to hand over values of a kind that are taken here. */
  public static boolean takes(Kind kind) {
    return kind != Kind.ENUM && kind != Kind.SET && kind != Kind.UNSUPPORTED;
  }
}
