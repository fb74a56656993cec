package dev.lockstep.mapping;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.lockstep.change.ColumnType;
import dev.lockstep.item.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How columns look to conditions: their CEL types and the forms of their values. */
final class CelColumns {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private CelColumns() {}

  /**
   * The type of a column's variable, always nullable: a NOT NULL of the catalog may be dropped
   * while the pipeline runs. Empty for a column that has no place in conditions.
   */
  static Optional<CelType> typeOf(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> nullable(SimpleType.BOOL);
      case INTEGER -> nullable(SimpleType.INT);
      case DECIMAL, FLOAT -> nullable(SimpleType.DOUBLE);
      case TEXT, TIME, INTERVAL, UUID, ENUM, BITS -> nullable(SimpleType.STRING);
      case DATE, TIMESTAMP, TIMESTAMP_TZ -> nullable(SimpleType.TIMESTAMP);
      case JSON -> Optional.of(SimpleType.DYN);
      case ARRAY, SET -> Optional.of(ListType.create(SimpleType.DYN));
      case MAP -> Optional.of(MapType.create(SimpleType.STRING, SimpleType.DYN));
      case BYTES, UNSUPPORTED -> Optional.empty();
    };
  }

  /** The type of an embed's variable; what may be absent has no fixed one. */
  static CelType typeOf(EmbedDefinition.Form form) {
    return switch (form) {
      case LIST -> ListType.create(SimpleType.DYN);
      case MAP -> MapType.create(SimpleType.STRING, SimpleType.DYN);
      case OBJECT, STRING_SET, NUMBER_SET -> SimpleType.DYN;
    };
  }

  private static Optional<CelType> nullable(CelType type) {
    return Optional.of(NullableType.create(type));
  }

  /** How a held value, not NULL, is handed to a condition. */
  static Function<Object, Object> formOf(ColumnType type) {
    return switch (type.kind()) {
      case DECIMAL -> CelColumns::decimal;
      case FLOAT -> held -> Floats.isFinite((Number) held) ? finite(held) : infinite(held);
      case TIME -> TextForms.of(type)::apply;
      case DATE -> held -> date((Long) held);
      case TIMESTAMP, TIMESTAMP_TZ -> held -> instant((Long) held);
      case JSON -> held -> plain(new JsonValues(NumberPolicy.TEXT).parse((String) held));
      case ARRAY, SET -> held -> list((List<?>) held, Objects.requireNonNull(type.element()));
      case MAP -> held -> map((Map<?, ?>) held);
      default -> held -> held;
    };
  }

  private static Object decimal(Object held) {
    return held instanceof BigDecimal number
        ? number.doubleValue()
        : Double.parseDouble((String) held);
  }

  private static Object finite(Object held) {
    return Floats.decimal((Number) held).doubleValue();
  }

  private static Object infinite(Object held) {
    return ((Number) held).doubleValue();
  }

  private static Instant date(long epochDay) {
    return Times.isInfinite(epochDay)
        ? infinity(epochDay)
        : within(Instant.EPOCH.plus(epochDay, ChronoUnit.DAYS));
  }

  private static Instant instant(long micros) {
    return Times.isInfinite(micros)
        ? infinity(micros)
        : within(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private static Instant infinity(long held) {
    return held > 0 ? LATEST : EARLIEST;
  }

  private static Instant within(Instant instant) {
    Instant notBefore = instant.isBefore(EARLIEST) ? EARLIEST : instant;
    return notBefore.isAfter(LATEST) ? LATEST : notBefore;
  }

  private static Object list(List<?> held, ColumnType element) {
    Function<Object, Object> form = formOf(element);
    return held.stream().map(e -> orNull(e, form)).toList();
  }

  private static Object orNull(@Nullable Object held, Function<Object, Object> form) {
    return held == null ? NullValue.NULL_VALUE : form.apply(held);
  }

  private static Object map(Map<?, ?> held) {
    Map<String, Object> values = new LinkedHashMap<>();
    held.forEach((k, v) -> values.put((String) k, orNull(v, Function.identity())));
    return values;
  }

  /** An attribute's value as conditions see it: sets are lists, binaries have no place. */
  static Object plain(Value json) {
    if (json instanceof Value.MapOf map) {
      Map<String, Object> values = new LinkedHashMap<>();
      map.values().forEach((k, v) -> values.put(k, plain(v)));
      return values;
    }
    if (json instanceof Value.ListOf list) {
      return list.values().stream().map(CelColumns::plain).toList();
    }
    if (json instanceof Value.Num number) {
      return number(new BigDecimal(number.digits()));
    }
    return json instanceof Value.Bool bool ? bool.value() : plainSet(json);
  }

  private static Object plainSet(Value value) {
    if (value instanceof Value.TextSet texts) {
      return List.copyOf(texts.values());
    }
    return value instanceof Value.NumSet numbers
        ? numbers.values().stream().map(digits -> number(new BigDecimal(digits))).toList()
        : textOrNull(value);
  }

  private static Object textOrNull(Value json) {
    return json instanceof Value.Text text ? text.text() : NullValue.NULL_VALUE;
  }

  private static Object number(BigDecimal number) {
    boolean whole = number.stripTrailingZeros().scale() <= 0;
    return whole && number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
        ? (Object) number.longValueExact()
        : (Object) number.doubleValue();
  }
}
