package dev.lockstep.source.mysql;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON as the server keeps it and the binary log carries it (the format is described in
 * {@code sql-common/json_binary.h} of MySQL's source), and writes it as the server would show it.
 */
final class BinaryJson {
  private static final int SMALL_OBJECT = 0x00;
  private static final int LARGE_OBJECT = 0x01;
  private static final int SMALL_ARRAY = 0x02;
  private static final int LARGE_ARRAY = 0x03;
  private static final int LITERAL = 0x04;
  private static final int INT16 = 0x05;
  private static final int UINT16 = 0x06;
  private static final int INT32 = 0x07;
  private static final int UINT32 = 0x08;
  private static final int INT64 = 0x09;
  private static final int UINT64 = 0x0a;
  private static final int DOUBLE = 0x0b;
  private static final int STRING = 0x0c;
  private static final int OPAQUE = 0x0f;
  private static final int MOST_DIGITS = 17;

  private final ByteBuffer bytes;
  private final JsonGenerator json;

  private BinaryJson(ByteBuffer bytes, JsonGenerator json) {
    this.bytes = bytes;
    this.json = json;
  }

  /**
   * The text, in the one form of {@link MysqlJson}.
   *
   * @throws IllegalArgumentException if the bytes are no such JSON
   */
  static String text(byte[] bytes) {
    if (bytes.length == 0) {
      return "null";
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      return MysqlJson.text(json -> new BinaryJson(buffer, json).value(buffer.get(), 1));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("JSON that ends too early", e);
    }
  }

  private void value(int type, int at) throws IOException {
    switch (type) {
      case SMALL_OBJECT -> object(at, false);
      case LARGE_OBJECT -> object(at, true);
      case SMALL_ARRAY -> array(at, false);
      case LARGE_ARRAY -> array(at, true);
      case STRING -> json.writeString(string(at));
      case OPAQUE -> opaque(at);
      default -> scalar(type, at);
    }
  }

  private void scalar(int type, int at) throws IOException {
    switch (type) {
      case LITERAL -> literal(bytes.get(at));
      case INT16 -> json.writeNumber(bytes.getShort(at));
      case UINT16 -> json.writeNumber(Short.toUnsignedInt(bytes.getShort(at)));
      case INT32 -> json.writeNumber(bytes.getInt(at));
      case UINT32 -> json.writeNumber(Integer.toUnsignedLong(bytes.getInt(at)));
      case INT64 -> json.writeNumber(bytes.getLong(at));
      case UINT64 -> json.writeNumber(Long.toUnsignedString(bytes.getLong(at)));
      case DOUBLE -> MysqlJson.number(json, shortest(bytes.getDouble(at)));
      default -> throw new IllegalArgumentException("JSON of an unknown type " + type);
    }
  }

  private void literal(int which) throws IOException {
    if (which == 0) {
      json.writeNull();
    } else {
      json.writeBoolean(which == 1);
    }
  }

  /** The fewest digits that read back as the same number, which is what the server writes. */
  static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(MOST_DIGITS));
  }

  private void object(int at, boolean large) throws IOException {
    int width = large ? 4 : 2;
    int count = unsigned(at, large);
    int keys = at + 2 * width;
    int values = keys + count * (width + 2);
    json.writeStartObject();
    for (int i = 0; i < count; i++) {
      int key = keys + i * (width + 2);
      int length = Short.toUnsignedInt(bytes.getShort(key + width));
      json.writeFieldName(utf8(at + unsigned(key, large), length));
      entry(at, values + i * (width + 1), large);
    }
    json.writeEndObject();
  }

  private void array(int at, boolean large) throws IOException {
    int width = large ? 4 : 2;
    int count = unsigned(at, large);
    json.writeStartArray();
    for (int i = 0; i < count; i++) {
      entry(at, at + 2 * width + i * (width + 1), large);
    }
    json.writeEndArray();
  }

  /** A short value stands in its entry, a longer one where the entry says. */
  private void entry(int parent, int entry, boolean large) throws IOException {
    int type = bytes.get(entry);
    boolean inlined =
        type == LITERAL
            || type == INT16
            || type == UINT16
            || (large && (type == INT32 || type == UINT32));
    value(type, inlined ? entry + 1 : parent + unsigned(entry + 1, large));
  }

  private int unsigned(int at, boolean large) {
    return large ? bytes.getInt(at) : Short.toUnsignedInt(bytes.getShort(at));
  }

  private String string(int at) {
    Length length = length(at);
    return utf8(length.end(), length.bytes());
  }

  private String utf8(int at, int length) {
    return new String(slice(at, length), StandardCharsets.UTF_8);
  }

  private byte[] slice(int at, int length) {
    byte[] copy = new byte[length];
    bytes.get(at, copy);
    return copy;
  }

  /** A length, and where what has it begins. */
  private record Length(int bytes, int end) {}

  /** Seven bits in each byte, the lowest first; the eighth says that there are more. */
  private Length length(int at) {
    int length = 0;
    int shift = 0;
    int next = at;
    byte part;
    do {
      part = bytes.get(next++);
      length |= (part & 0x7F) << shift;
      shift += 7;
    } while (part < 0);
    return new Length(length, next);
  }

  private void opaque(int at) throws IOException {
    Length length = length(at + 1);
    OpaqueJson.write(json, bytes.get(at) & 0xFF, slice(length.end(), length.bytes()));
  }
}
