package dev.lockstep.source.mysql;

import dev.lockstep.change.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Makes of what MySQL sends for a value the form in which a row holds it. All ways by which rows
 * come (snapshot, stream, plain reading) end here, so a value is the same by each.
 */
public final class MysqlValues {
  private MysqlValues() {}

  /**
   * Reads a value.
   *
   * @param text as MySQL writes it in a session in UTC; a float with all its digits
   * @return as {@link ColumnType.Kind} says
   * @throws IllegalArgumentException if the text is no value of the type
   */
  public static Object parse(ColumnType type, String text) {
    return switch (type.kind()) {
      case INTEGER -> Long.parseLong(text);
      case DECIMAL -> new BigDecimal(text);
      case FLOAT -> floating(type, Double.parseDouble(text));
      case DATE -> MysqlTime.date(text);
      case TIME -> MysqlTime.time(text);
      case TIMESTAMP, TIMESTAMP_TZ -> MysqlTime.timestamp(text);
      case SET -> labels(text);
      case JSON -> MysqlJson.normal(text);
      case TEXT, ENUM, BITS -> text;
      default -> throw new IllegalArgumentException("a value of type " + type + " came as text");
    };
  }

  static Object floating(ColumnType type, double value) {
    boolean single = type.sourceName().startsWith(MysqlTypes.FLOAT);
    return single ? (Object) (float) value : (Object) value;
  }

  private static List<String> labels(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  /**
   * Reads what the server sends for a value of a query: text in UTF-8, bits and bytes as they are.
   *
   * @return as {@link #parse} does
   */
  static Object ofServer(ColumnType type, byte[] sent) {
    return switch (type.kind()) {
      case BYTES -> bytes(type, sent);
      case BITS -> bits(type, sent);
      default -> parse(type, new String(sent, StandardCharsets.UTF_8));
    };
  }

  /**
   * The log leaves out the zeros at the end of a {@code BINARY(n)}. Not read-only, since Debezium
   * takes the array out of a key, to show it in its metrics.
   */
  static ByteBuffer bytes(ColumnType type, byte[] bytes) {
    int length = MysqlTypes.length(type);
    return ByteBuffer.wrap(bytes.length < length ? Arrays.copyOf(bytes, length) : bytes);
  }

  /** As many digits as the type has, of a number in bytes from the most significant one. */
  static String bits(ColumnType type, byte[] bytes) {
    StringBuilder digits = new StringBuilder();
    for (int i = 8 * bytes.length - 1; i >= 0; i--) {
      digits.append((bytes[bytes.length - 1 - i / 8] >> (i % 8)) & 1);
    }
    return bits(type, digits.toString());
  }

  static String bits(ColumnType type, String digits) {
    int missing = MysqlTypes.length(type) - digits.length();
    return missing > 0 ? "0".repeat(missing) + digits : digits.substring(-missing);
  }
}
