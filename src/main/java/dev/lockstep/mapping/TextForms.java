package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import dev.lockstep.item.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text forms of held values, as templates and {@code as: text} write them. */
final class TextForms {

  private TextForms() {}

  /**
   * How a type's values are written.
   *
   * @throws IllegalArgumentException for a type that cannot be carried
   */
  static Function<Object, String> of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN, INTEGER -> Object::toString;
      case DECIMAL -> TextForms::decimal;
      case FLOAT -> held -> Floats.text((Number) held);
      case TEXT, INTERVAL, UUID, JSON, ENUM, BITS -> held -> (String) held;
      case BYTES -> held -> new Value.Binary((ByteBuffer) held).base64();
      case DATE -> held -> Times.date((Long) held);
      case TIME -> held -> Times.time((Long) held);
      case TIMESTAMP -> held -> Times.dateTime((Long) held);
      case TIMESTAMP_TZ -> held -> Times.instant((Long) held);
      case ARRAY, MAP -> held -> JsonText.of(held, type);
      case SET -> held -> labels((List<?>) held);
      case UNSUPPORTED -> throw new IllegalArgumentException(type + " cannot be carried");
    };
  }

  /** How a type's dates or times are written with a precision; null if they are neither. */
  static @Nullable Function<Object, String> of(ColumnType type, TimePrecision precision) {
    return switch (type.kind()) {
      case DATE -> held -> cutDate((Long) held, precision);
      case TIMESTAMP, TIMESTAMP_TZ -> held -> cut((Long) held, precision);
      default -> null;
    };
  }

  private static String cutDate(long epochDay, TimePrecision precision) {
    String day = Times.date(epochDay);
    return Times.isInfinite(epochDay) ? day : precision.cut(day + "T00:00:00.000000");
  }

  private static String cut(long micros, TimePrecision precision) {
    String full = Times.dateTime(micros);
    return Times.isInfinite(micros) ? full : precision.cut(full);
  }

  private static String decimal(Object held) {
    return held instanceof BigDecimal number ? number.toPlainString() : (String) held;
  }

  /** As MySQL writes it: a label of a set holds no comma. */
  private static String labels(List<?> held) {
    return held.stream().map(String.class::cast).collect(Collectors.joining(","));
  }
}
