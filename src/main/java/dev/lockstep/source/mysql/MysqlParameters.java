package dev.lockstep.source.mysql;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.ZeroDate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Values as parameters of statements, so that a comparison with the column that held them is true.
 */
final class MysqlParameters {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

  private MysqlParameters() {}

  /** A mark for a value of a type. */
  static String mark(ColumnType type) {
    return type.kind() == Kind.JSON ? "CAST(? AS JSON)" : "?";
  }

  /**
   * The parameter for a value.
   *
   * @param value as {@link Kind} says, not null
   */
  static Object of(ColumnType type, Object value) {
    return switch (type.kind()) {
      case BYTES -> bytes((ByteBuffer) value);
      // A FLOAT is compared as the double that it is exactly, not as the one that it looks like.
      case FLOAT -> ((Number) value).doubleValue();
      case BITS -> new BigDecimal(new BigInteger((String) value, 2));
      case DATE -> date((long) value);
      case TIME -> time((long) value);
      case TIMESTAMP, TIMESTAMP_TZ -> timestamp((long) value);
      case SET -> joined((List<?>) value);
      default -> value;
    };
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static String joined(List<?> labels) {
    return labels.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String date(long days) {
    if (ZeroDate.is(days)) {
      return date(ZeroDate.year(days), ZeroDate.month(days), ZeroDate.day(days));
    }
    LocalDate date = LocalDate.ofEpochDay(days);
    return date(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  private static String date(int year, int month, int day) {
    return String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day);
  }

  private static String time(long micros) {
    long size = Math.abs(micros);
    long seconds = size / MICROS_PER_SECOND;
    return String.format(
        Locale.ROOT,
        "%s%02d:%02d:%02d.%06d",
        micros < 0 ? "-" : "",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        size % MICROS_PER_SECOND);
  }

  private static String timestamp(long micros) {
    if (ZeroDate.is(micros)) {
      return date(micros) + " " + time(ZeroDate.time(micros));
    }
    return date(Math.floorDiv(micros, MICROS_PER_DAY))
        + " "
        + time(Math.floorMod(micros, MICROS_PER_DAY));
  }
}
