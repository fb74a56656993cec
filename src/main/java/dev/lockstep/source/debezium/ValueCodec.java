package dev.lockstep.source.debezium;

import dev.lockstep.change.Unavailable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes and reads the values that a row may hold. */
final class ValueCodec {
  private static final int NULL = 0;
  private static final int UNAVAILABLE = 1;
  private static final int FALSE = 2;
  private static final int TRUE = 3;
  private static final int LONG = 4;
  private static final int DECIMAL = 5;
  private static final int FLOAT = 6;
  private static final int DOUBLE = 7;
  private static final int TEXT = 8;
  private static final int BYTES = 9;
  private static final int LIST = 10;
  private static final int MAP = 11;
  private static final int INT = 12;

  private ValueCodec() {}

  static void write(DataOutputStream out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof String text) {
      out.writeByte(TEXT);
      writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof Long number) {
      writeLong(out, number);
    } else if (value instanceof Boolean truth) {
      out.writeByte(truth ? TRUE : FALSE);
    } else if (value instanceof BigDecimal number) {
      out.writeByte(DECIMAL);
      out.writeInt(number.scale());
      writeBytes(out, number.unscaledValue().toByteArray());
    } else {
      writeRare(out, value);
    }
  }

  private static void writeLong(DataOutputStream out, long number) throws IOException {
    if ((int) number == number) {
      out.writeByte(INT);
      out.writeInt((int) number);
    } else {
      out.writeByte(LONG);
      out.writeLong(number);
    }
  }

  private static void writeRare(DataOutputStream out, Object value) throws IOException {
    if (value == Unavailable.UNAVAILABLE) {
      out.writeByte(UNAVAILABLE);
    } else if (value instanceof Float number) {
      out.writeByte(FLOAT);
      out.writeFloat(number);
    } else if (value instanceof Double number) {
      out.writeByte(DOUBLE);
      out.writeDouble(number);
    } else if (value instanceof ByteBuffer buffer) {
      out.writeByte(BYTES);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      writeBytes(out, bytes);
    } else {
      writeComposed(out, value);
    }
  }

  private static void writeComposed(DataOutputStream out, Object value) throws IOException {
    if (value instanceof List<?> list) {
      out.writeByte(LIST);
      out.writeInt(list.size());
      for (Object element : list) {
        write(out, element);
      }
    } else if (value instanceof Map<?, ?> map) {
      out.writeByte(MAP);
      out.writeInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        write(out, entry.getKey());
        write(out, entry.getValue());
      }
    } else {
      throw new IllegalArgumentException("not a row value: " + value.getClass().getName());
    }
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static @Nullable Object read(DataInputStream in) throws IOException {
    int tag = in.readByte();
    return switch (tag) {
      case NULL -> null;
      case UNAVAILABLE -> Unavailable.UNAVAILABLE;
      case FALSE -> false;
      case TRUE -> true;
      case INT -> (long) in.readInt();
      case LONG -> in.readLong();
      case DECIMAL -> readDecimal(in);
      case FLOAT -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case TEXT -> new String(readBytes(in), StandardCharsets.UTF_8);
      case BYTES -> ByteBuffer.wrap(readBytes(in)).asReadOnlyBuffer();
      case LIST -> readList(in);
      case MAP -> readMap(in);
      default -> throw new IOException("unknown value " + tag);
    };
  }

  private static BigDecimal readDecimal(DataInputStream in) throws IOException {
    int scale = in.readInt();
    return new BigDecimal(new BigInteger(readBytes(in)), scale);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  private static List<@Nullable Object> readList(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<@Nullable Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(read(in));
    }
    return list;
  }

  private static Map<@Nullable Object, @Nullable Object> readMap(DataInputStream in)
      throws IOException {
    int size = in.readInt();
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(read(in), read(in));
    }
    return map;
  }
}
