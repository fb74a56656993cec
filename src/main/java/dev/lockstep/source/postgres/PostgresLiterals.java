package dev.lockstep.source.postgres;

import dev.lockstep.change.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as PostgreSQL reads them: what {@link PostgresValues} reads, the other way round.
 * The offset of a timetz is not held, so such a value finds only what was written in UTC.
 */
final class PostgresLiterals {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

  private PostgresLiterals() {}

  /**
   * The text of a value.
   *
   * @param value as {@link ColumnType.Kind} says, not null
   * @throws IllegalArgumentException for values by which nothing is looked up: maps
   */
  static String text(ColumnType type, Object value) {
    return switch (type.kind()) {
      case DECIMAL ->
          value instanceof BigDecimal number ? number.toPlainString() : value.toString();
      case BYTES -> "\\x" + hex((ByteBuffer) value);
      case DATE -> infiniteOr((long) value, PostgresLiterals::date);
      case TIME -> time((long) value);
      case TIMESTAMP -> infiniteOr((long) value, PostgresLiterals::timestamp);
      case TIMESTAMP_TZ -> infiniteOr((long) value, micros -> withZone(timestamp(micros)));
      case ARRAY -> array(type, (List<?>) value);
      case MAP -> throw new IllegalArgumentException(type + " is nothing to look up by");
      default -> value.toString();
    };
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return HexFormat.of().formatHex(copy);
  }

  private interface Form {
    String of(long value);
  }

  private static String infiniteOr(long value, Form form) {
    if (value == Long.MAX_VALUE) {
      return "infinity";
    }
    return value == Long.MIN_VALUE ? "-infinity" : form.of(value);
  }

  private static String date(long days) {
    LocalDate date = LocalDate.ofEpochDay(days);
    int year = date.getYear();
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d%s",
        year > 0 ? year : 1 - year,
        date.getMonthValue(),
        date.getDayOfMonth(),
        year > 0 ? "" : " BC");
  }

  private static String time(long micros) {
    long seconds = micros / MICROS_PER_SECOND;
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%06d",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        micros % MICROS_PER_SECOND);
  }

  /** The time stands before the mark of the era. */
  private static String timestamp(long micros) {
    String date = date(Math.floorDiv(micros, MICROS_PER_DAY));
    String time = " " + time(Math.floorMod(micros, MICROS_PER_DAY));
    return date.endsWith(" BC") ? date.replace(" BC", time + " BC") : date + time;
  }

  private static String withZone(String timestamp) {
    return timestamp.endsWith(" BC") ? timestamp.replace(" BC", "+00 BC") : timestamp + "+00";
  }

  private static String array(ColumnType type, List<?> values) {
    return values.stream()
        .map(value -> element(type, value))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String element(ColumnType type, @Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    ColumnType element = type.element();
    if (value instanceof List<?> inner) {
      return array(type, inner);
    }
    String text = element == null ? value.toString() : text(element, value);
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
