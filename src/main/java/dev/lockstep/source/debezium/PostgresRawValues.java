package dev.lockstep.source.debezium;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.source.postgres.PostgresValues;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.data.SpecialValueDecimal;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/**
 * Makes the values that Debezium's readers hand over (of other Java classes in the snapshot than in
 * the stream) canonical, as {@link PostgresValues} makes them of text.
 */
final class PostgresRawValues {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long NANOS_PER_MICRO = 1_000L;

  private PostgresRawValues() {}

  /**
   * Makes a value canonical. Arrays stay text: they are read when they are decoded.
   *
   * @throws IllegalArgumentException if the value is of a class that no reader is known to give
   */
  static Object of(ColumnType type, Object raw) {
    if (type.kind() == Kind.ARRAY) {
      return raw.toString();
    }
    if (raw instanceof String text) {
      return PostgresValues.parse(type, text);
    }
    Object canonical = ofObject(type, raw);
    if (canonical == null) {
      throw new IllegalArgumentException(
          "a value of type " + type + " came as " + raw.getClass().getName());
    }
    return canonical;
  }

  private static @Nullable Object ofObject(ColumnType type, Object raw) {
    return switch (type.kind()) {
      case BOOLEAN, FLOAT -> raw;
      case INTEGER -> raw instanceof Number number ? (Object) number.longValue() : null;
      case DECIMAL -> decimal(raw);
      case BYTES -> raw instanceof byte[] bytes ? ByteBuffer.wrap(bytes).asReadOnlyBuffer() : null;
      case DATE -> date(raw);
      case TIME -> raw instanceof LocalTime time ? time.toNanoOfDay() / NANOS_PER_MICRO : null;
      case TIMESTAMP -> raw instanceof Instant instant ? (Object) micros(instant) : null;
      case TIMESTAMP_TZ -> raw instanceof OffsetDateTime time ? (Object) micros(time) : null;
      case INTERVAL ->
          raw instanceof PGInterval interval ? PostgresValues.interval(interval) : null;
      case MAP -> raw instanceof Map<?, ?> map ? strings(map) : null;
      default -> text(type, raw);
    };
  }

  private static @Nullable Object decimal(Object raw) {
    if (raw instanceof SpecialValueDecimal special) {
      return special
          .getDecimalValue()
          .map(value -> (Object) value)
          .orElseGet(() -> special(special.toDouble()));
    }
    if (raw instanceof Double number) {
      return special(number);
    }
    return raw instanceof BigDecimal ? raw : null;
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  }

  private static @Nullable Object date(Object raw) {
    if (raw instanceof LocalDate date) {
      return date(date);
    }
    return raw instanceof Date date ? (Object) date(date) : null;
  }

  private static long date(LocalDate date) {
    if (date.equals(PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE)) {
      return Long.MAX_VALUE;
    }
    if (date.equals(PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE)) {
      return Long.MIN_VALUE;
    }
    return date.toEpochDay();
  }

  /** The driver makes dates by a calendar that is Julian before 1582: undone with the same. */
  private static long date(Date date) {
    if (date.getTime() == PGStatement.DATE_POSITIVE_INFINITY) {
      return Long.MAX_VALUE;
    }
    if (date.getTime() == PGStatement.DATE_NEGATIVE_INFINITY) {
      return Long.MIN_VALUE;
    }
    GregorianCalendar calendar = new GregorianCalendar();
    calendar.setTimeInMillis(date.getTime());
    int yearOfEra = calendar.get(Calendar.YEAR);
    boolean beforeChrist = calendar.get(Calendar.ERA) == GregorianCalendar.BC;
    return LocalDate.of(
            beforeChrist ? 1 - yearOfEra : yearOfEra,
            calendar.get(Calendar.MONTH) + 1,
            calendar.get(Calendar.DAY_OF_MONTH))
        .toEpochDay();
  }

  private static long micros(Instant instant) {
    if (instant.equals(PostgresValueConverter.POSITIVE_INFINITY_INSTANT)) {
      return Long.MAX_VALUE;
    }
    if (instant.equals(PostgresValueConverter.NEGATIVE_INFINITY_INSTANT)) {
      return Long.MIN_VALUE;
    }
    return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / NANOS_PER_MICRO;
  }

  private static long micros(OffsetDateTime time) {
    if (time.equals(PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME)) {
      return Long.MAX_VALUE;
    }
    if (time.equals(PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME)) {
      return Long.MIN_VALUE;
    }
    return time.toEpochSecond() * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO;
  }

  private static Map<String, @Nullable String> strings(Map<?, ?> map) {
    Map<String, @Nullable String> strings = new LinkedHashMap<>();
    map.forEach((key, value) -> strings.put((String) key, (String) value));
    return strings;
  }

  private static @Nullable Object text(ColumnType type, Object raw) {
    if (raw instanceof OffsetTime time) {
      long nanos = time.withOffsetSameInstant(ZoneOffset.UTC).toLocalTime().toNanoOfDay();
      return PostgresValues.timeTz(nanos / NANOS_PER_MICRO);
    }
    if (raw instanceof SQLXML xml) {
      return text(xml);
    }
    String text = raw instanceof PGobject object ? object.getValue() : raw.toString();
    return text == null ? null : PostgresValues.parse(type, text);
  }

  private static String text(SQLXML xml) {
    try {
      return xml.getString();
    } catch (SQLException e) {
      throw new IllegalArgumentException("xml that cannot be read", e);
    }
  }
}
