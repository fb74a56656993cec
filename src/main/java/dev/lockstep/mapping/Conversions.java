package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.ZeroDate;
import dev.lockstep.item.Numbers;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How held values become DynamoDB's, by column type and by what the mapping asks for. */
final class Conversions {
  private static final Set<Kind> NUMERIC = EnumSet.of(Kind.INTEGER, Kind.DECIMAL, Kind.FLOAT);
  private static final Set<Kind> TEMPORAL =
      EnumSet.of(Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMP_TZ);
  private static final int MAX_SCALE = 1000;

  private Conversions() {}

  /** What a mapping may ask of a type. Empty for a type that cannot be carried. */
  static Set<As> allowed(ColumnType type) {
    if (type.kind() == Kind.UNSUPPORTED) {
      return EnumSet.noneOf(As.class);
    }
    EnumSet<As> allowed = EnumSet.of(As.TEXT, As.byDefault(type.kind()));
    if (TEMPORAL.contains(type.kind())) {
      allowed.addAll(EnumSet.of(As.EPOCH_SECONDS, As.EPOCH_MILLIS, As.EPOCH_MICROS));
    }
    allowed.addAll(further(type));
    return allowed;
  }

  private static Set<As> further(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> EnumSet.of(As.NUMBER);
      case INTEGER -> EnumSet.of(As.BOOLEAN);
      case TEXT -> EnumSet.of(As.NUMBER, As.JSON);
      case ARRAY ->
          NUMERIC.contains(Objects.requireNonNull(type.element()).kind())
              ? EnumSet.of(As.STRING_SET, As.NUMBER_SET)
              : EnumSet.of(As.STRING_SET);
      case SET -> EnumSet.of(As.LIST);
      default -> EnumSet.noneOf(As.class);
    };
  }

  /** The key type that a result has; null if it cannot be a key. */
  static @Nullable KeyType keyType(As as) {
    return switch (as) {
      case TEXT -> KeyType.S;
      case NUMBER, EPOCH_SECONDS, EPOCH_MILLIS, EPOCH_MICROS -> KeyType.N;
      case BINARY -> KeyType.B;
      case BOOLEAN, JSON, LIST, MAP, STRING_SET, NUMBER_SET -> null;
    };
  }

  /**
   * The conversion of a type's values, none of them NULL.
   *
   * @param as one of {@link #allowed}
   */
  static Conversion of(ColumnType type, As as, NumberPolicy numbers) {
    Function<Object, String> text = TextForms.of(type);
    return switch (as) {
      case TEXT -> held -> new Value.Text(text.apply(held));
      case NUMBER -> number(type, numbers);
      case BOOLEAN -> held -> new Value.Bool(held.equals(true) || isNonZero(held));
      case BINARY -> held -> new Value.Binary((ByteBuffer) held);
      case JSON -> json(numbers);
      case LIST -> list(element(type), numbers);
      case MAP -> Conversions::map;
      case STRING_SET, NUMBER_SET -> SetConversion.of(element(type), as, numbers);
      case EPOCH_SECONDS -> held -> epoch(type, held, Times.MICROS_PER_SECOND);
      case EPOCH_MILLIS -> held -> epoch(type, held, 1000);
      case EPOCH_MICROS -> held -> epoch(type, held, 1);
    };
  }

  private static ColumnType element(ColumnType array) {
    return Objects.requireNonNull(array.element());
  }

  private static boolean isNonZero(Object held) {
    return held instanceof Long number && number != 0;
  }

  private static Conversion number(ColumnType type, NumberPolicy numbers) {
    return switch (type.kind()) {
      case INTEGER -> held -> Numbers.of((Long) held);
      case BOOLEAN -> held -> Numbers.of(held.equals(true) ? 1 : 0);
      case DECIMAL -> held -> decimal(held, numbers);
      case FLOAT -> held -> floating((Number) held, numbers);
      default -> held -> parsed((String) held, numbers);
    };
  }

  private static Value decimal(Object held, NumberPolicy numbers) {
    return held instanceof BigDecimal number ? number(number, numbers) : special(held, numbers);
  }

  private static Value floating(Number held, NumberPolicy numbers) {
    return Floats.isFinite(held)
        ? number(Floats.decimal(held), numbers)
        : special(Floats.text(held), numbers);
  }

  private static Value parsed(String text, NumberPolicy numbers) {
    try {
      return number(new BigDecimal(text.strip()), numbers);
    } catch (NumberFormatException e) {
      throw new BadValueException(
          "NOT-A-NUMBER", "the text is not a number", "Map the column 'as: text'.");
    }
  }

  /** A number as N if it fits exactly; else as the policy says. */
  static Value number(BigDecimal number, NumberPolicy numbers) {
    Optional<Value.Num> exact = Numbers.exact(number);
    return exact.isPresent() ? exact.get() : unfit(plain(number), numbers, "has over 38 digits");
  }

  private static String plain(BigDecimal number) {
    return Math.abs((long) number.scale()) > MAX_SCALE ? number.toString() : number.toPlainString();
  }

  private static Value special(Object text, NumberPolicy numbers) {
    return unfit((String) text, numbers, "is not finite");
  }

  /** A number that N cannot hold, given as text: text or refused, as the policy says. */
  static Value unfit(String text, NumberPolicy numbers, String why) {
    if (numbers == NumberPolicy.TEXT) {
      return new Value.Text(text);
    }
    throw new BadValueException(
        "NUMBER-UNFIT",
        "the number " + why + " or is out of the range of DynamoDB's N",
        "Map the column 'as: text', or give the item type 'numbers: text'.");
  }

  private static Conversion json(NumberPolicy numbers) {
    JsonValues json = new JsonValues(numbers);
    return held -> json.parse((String) held);
  }

  private static Conversion list(ColumnType element, NumberPolicy numbers) {
    Conversion each = of(element, As.byDefault(element.kind()), numbers);
    return held -> new Value.ListOf(((List<?>) held).stream().map(e -> orNull(each, e)).toList());
  }

  private static Value orNull(Conversion conversion, @Nullable Object held) {
    Value value = held == null ? null : conversion.convert(held);
    return value == null ? new Value.Null() : value;
  }

  private static Value map(Object held) {
    Map<String, Value> values = new LinkedHashMap<>();
    ((Map<?, ?>) held)
        .forEach((k, v) -> values.put((String) k, orNull(t -> new Value.Text((String) t), v)));
    return new Value.MapOf(values);
  }

  private static Value epoch(ColumnType type, Object held, long unit) {
    long number = (Long) held;
    if (ZeroDate.is(number)) {
      return new Value.Text(TextForms.of(type).apply(held));
    }
    if (Times.isInfinite(number)) {
      throw new BadValueException(
          "INFINITE-TIME", "the time is infinite", "Map the column 'as: text'.");
    }
    if (type.kind() == Kind.DATE) {
      BigInteger micros =
          BigInteger.valueOf(number).multiply(BigInteger.valueOf(Times.MICROS_PER_DAY));
      return new Value.Num(micros.divide(BigInteger.valueOf(unit)).toString());
    }
    return Numbers.of(Math.floorDiv(number, unit));
  }
}
