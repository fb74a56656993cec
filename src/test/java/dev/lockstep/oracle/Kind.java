package dev.lockstep.oracle;

import dev.lockstep.change.ColumnType;
import dev.lockstep.item.Value;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The types of columns, with few values each, so that rows meet. */
enum Kind {
  INTEGER(ColumnType.Kind.INTEGER, "bigint"),
  DECIMAL(ColumnType.Kind.DECIMAL, "numeric"),
  TEXT(ColumnType.Kind.TEXT, "text"),
  BOOLEAN(ColumnType.Kind.BOOLEAN, "boolean"),
  TIMESTAMP(ColumnType.Kind.TIMESTAMP, "timestamp"),
  UUID(ColumnType.Kind.UUID, "uuid");

  /** Kinds of columns that rows are linked by. */
  static final List<Kind> LINKS = List.of(INTEGER, INTEGER, INTEGER, TEXT, UUID);

  /** Code points above U+FFFF and just below, which their UTF-16 forms put in another order. */
  private static final List<String> TEXTS =
      List.of("a", "b", "B", "zz", "ä", "", "a b", "it's", "\uFF5E", "\uD83D\uDE00", "k1", "k2");

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

  @SuppressWarnings("ImmutableEnumChecker") // a type without elements is immutable
  private final ColumnType type;

  Kind(ColumnType.Kind kind, String sourceName) {
    this.type = ColumnType.of(kind, sourceName);
  }

  ColumnType type() {
    return type;
  }

  String sql() {
    return type.sourceName();
  }

  /** Any value. */
  Object any(Random random) {
    return switch (this) {
      case INTEGER -> (long) random.nextInt(12) - 2;
      case DECIMAL -> decimal(random);
      case TEXT -> TEXTS.get(random.nextInt(TEXTS.size()));
      case BOOLEAN -> random.nextBoolean();
      case TIMESTAMP -> 1_780_000_000_000_000L + random.nextInt(10) * 43_200_500_001L;
      case UUID -> link(random, 8);
    };
  }

  /** 2.5 and 2.50 are equal, but are not written alike. */
  private static BigDecimal decimal(Random random) {
    BigDecimal number = BigDecimal.valueOf(random.nextInt(40) * 25L - 100, 2);
    BigDecimal stripped = number.stripTrailingZeros();
    return random.nextBoolean() ? number : stripped.setScale(Math.max(0, stripped.scale()));
  }

  /** One of a few values of a column that rows are linked by; never an empty text. */
  Object link(Random random, int domain) {
    int number = random.nextInt(domain);
    return switch (this) {
      case INTEGER -> (long) number;
      case TEXT -> "k" + number;
      case UUID -> String.format("0000000%d-0000-4000-8000-%012d", 9 - number % 10, number);
      case DECIMAL, BOOLEAN, TIMESTAMP -> throw new IllegalArgumentException(this + " links none");
    };
  }

  /** How templates and {@code as: text} write a value. */
  String text(Object value) {
    if (this == TIMESTAMP) {
      return MICROS.format(dateTime((Long) value));
    }
    return this == DECIMAL ? ((BigDecimal) value).toPlainString() : value.toString();
  }

  static LocalDateTime dateTime(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L),
        (int) Math.floorMod(micros, 1_000_000L) * 1000,
        ZoneOffset.UTC);
  }

  /** What a column's value becomes when the mapping says nothing. */
  Value item(Object value) {
    return switch (this) {
      case INTEGER -> new Value.Num(value.toString());
      case DECIMAL -> new Value.Num(plain((BigDecimal) value));
      case BOOLEAN -> new Value.Bool((Boolean) value);
      case TEXT, TIMESTAMP, UUID -> new Value.Text(text(value));
    };
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** A value as a condition writes it. */
  String literal(Object value) {
    return switch (this) {
      case INTEGER, BOOLEAN -> value.toString();
      case DECIMAL -> ((BigDecimal) value).setScale(2).toPlainString();
      case TEXT, UUID -> "'" + ((String) value).replace("'", "\\'") + "'";
      case TIMESTAMP -> "timestamp('" + text(value) + "Z')";
    };
  }

  /** As the source orders values. */
  int compare(Object a, Object b) {
    return switch (this) {
      case INTEGER, TIMESTAMP -> Long.compare((Long) a, (Long) b);
      case DECIMAL -> ((BigDecimal) a).compareTo((BigDecimal) b);
      case BOOLEAN -> Boolean.compare((Boolean) a, (Boolean) b);
      case TEXT, UUID -> compare(codePoints(a), codePoints(b));
    };
  }

  private static List<Integer> codePoints(Object text) {
    return ((String) text).codePoints().boxed().toList();
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      if (!a.get(i).equals(b.get(i))) {
        return Integer.compare(a.get(i), b.get(i));
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  /** What {@code as} can make of the kind, beside the default. */
  List<String> conversions() {
    List<String> words = new ArrayList<>(List.of("text"));
    words.addAll(
        switch (this) {
          case BOOLEAN -> List.of("number");
          case INTEGER -> List.of("boolean");
          case TIMESTAMP -> List.of("epoch-seconds", "epoch-micros");
          default -> List.<String>of();
        });
    return words;
  }

  /** What {@code as} makes of a value. */
  Value item(Object value, String as) {
    return switch (as) {
      case "text" -> new Value.Text(text(value));
      case "number" -> new Value.Num(value.equals(true) ? "1" : "0");
      case "boolean" -> new Value.Bool((Long) value != 0);
      case "epoch-seconds" -> new Value.Num(Long.toString(Math.floorDiv((Long) value, 1_000_000L)));
      case "epoch-micros" -> new Value.Num(value.toString());
      default -> throw new IllegalArgumentException(as);
    };
  }
}
