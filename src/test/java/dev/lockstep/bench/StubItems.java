package dev.lockstep.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Items that the stub keeps to give them back: the bytes that were written, and nothing parsed, so
 * that reading costs it next to nothing. Of tables whose whole key is a text {@code pk}. On one
 * thread.
 */
final class StubItems {
  /** What fits into the megabyte that DynamoDB reads for a page, about. */
  private static final int PAGE_ITEMS = 1_500;

  private static final double BYTES_PER_UNIT = 4096;
  private static final byte[] ITEM = ascii("\"Item\":");
  private static final byte[] KEY = ascii("\"pk\":");
  private static final byte[] VERSION = ascii("\"_v\":");
  private static final byte[] START = ascii("\"ExclusiveStartKey\":");
  private static final byte[] SEGMENT = ascii("\"Segment\":");
  private static final byte[] SEGMENTS = ascii("\"TotalSegments\":");
  private static final byte[] CONSISTENT = ascii("\"ConsistentRead\":true");

  private final Map<String, Table> tables = new HashMap<>();

  /** The items of a table in the order in which they came. */
  private static final class Table {
    private final Map<String, Integer> places = new HashMap<>();
    private final List<byte[]> items = new ArrayList<>();

    void put(byte[] item) {
      String key = value(item, KEY, 0, item.length);
      Integer place = places.putIfAbsent(key, items.size());
      if (place == null) {
        items.add(item);
      } else {
        items.set(place, item);
      }
    }
  }

  /** Keeps what a write brings. */
  void put(byte[] in, int from, int to) {
    Table table = table(in, from, to);
    for (int at = StubConnection.indexOf(in, ITEM, from, to);
        at >= 0;
        at = StubConnection.indexOf(in, ITEM, at + 1, to)) {
      int start = at + ITEM.length;
      int end = endOfObject(in, start);
      table.put(Arrays.copyOfRange(in, start, end));
      at = end;
    }
  }

  /** The answer to a BatchGetItem. */
  byte[] get(byte[] in, int from, int to) {
    String name = tableName(in, from, to);
    Table table = tables.computeIfAbsent(name, it -> new Table());
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    out.writeBytes(ascii("{\"Responses\":{\"" + name + "\":["));
    int found = 0;
    for (int at = StubConnection.indexOf(in, KEY, from, to);
        at >= 0;
        at = StubConnection.indexOf(in, KEY, at + 1, to)) {
      Integer place = table.places.get(value(in, KEY, at, to));
      if (place != null) {
        separate(out, found++);
        out.writeBytes(table.items.get(place));
      }
    }
    double each = StubConnection.indexOf(in, CONSISTENT, from, to) >= 0 ? 1 : 0.5;
    out.writeBytes(
        ascii(
            "]},\"UnprocessedKeys\":{},\"ConsumedCapacity\":[{\"TableName\":\"stub\","
                + "\"CapacityUnits\":"
                + found * each
                + "}]}"));
    return out.toByteArray();
  }

  /** The answer to a Scan for keys and versions. */
  byte[] scan(byte[] in, int from, int to) {
    Table table = table(in, from, to);
    long segment = number(in, SEGMENT, from, to);
    long segments = Math.max(1, number(in, SEGMENTS, from, to));
    int first = (int) (segment * table.items.size() / segments);
    int end = (int) ((segment + 1) * table.items.size() / segments);
    int start = StubConnection.indexOf(in, START, from, to);
    if (start >= 0) {
      first = table.places.getOrDefault(value(in, KEY, start, to), end) + 1;
    }
    int last = Math.min(end, first + PAGE_ITEMS);
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 17);
    out.writeBytes(ascii("{\"Items\":["));
    long bytes = 0;
    for (int i = first; i < last; i++) {
      byte[] item = table.items.get(i);
      bytes += item.length;
      separate(out, i - first);
      out.writeBytes(ascii("{\"pk\":" + value(item, KEY, 0, item.length) + ",\"_v\":"));
      out.writeBytes(ascii(value(item, VERSION, 0, item.length) + "}"));
    }
    out.writeBytes(ascii("],\"Count\":" + Math.max(0, last - first)));
    if (last < end) {
      byte[] item = table.items.get(last - 1);
      out.writeBytes(ascii(",\"LastEvaluatedKey\":{\"pk\":" + value(item, KEY, 0, item.length)));
      out.writeBytes(ascii("}"));
    }
    out.writeBytes(
        ascii(
            ",\"ConsumedCapacity\":{\"TableName\":\"stub\",\"CapacityUnits\":"
                + Math.ceil(bytes / BYTES_PER_UNIT)
                + "}}"));
    return out.toByteArray();
  }

  private static void separate(ByteArrayOutputStream out, int before) {
    if (before > 0) {
      out.write(',');
    }
  }

  private Table table(byte[] in, int from, int to) {
    return tables.computeIfAbsent(tableName(in, from, to), it -> new Table());
  }

  /** The first text that is a value, or a key of what is one: all requests begin with it. */
  private static String tableName(byte[] in, int from, int to) {
    int colon = StubConnection.indexOf(in, ascii(":"), from, to);
    int start = StubConnection.indexOf(in, ascii("\""), colon, to) + 1;
    int end = StubConnection.indexOf(in, ascii("\""), start, to);
    return new String(in, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** The object that follows a name, as it is written. */
  private static String value(byte[] in, byte[] name, int from, int to) {
    int start = StubConnection.indexOf(in, name, from, to) + name.length;
    return new String(in, start, endOfObject(in, start) - start, StandardCharsets.ISO_8859_1);
  }

  /** 0 where the name is not there. */
  private static long number(byte[] in, byte[] name, int from, int to) {
    int at = StubConnection.indexOf(in, name, from, to);
    if (at < 0) {
      return 0;
    }
    int start = at + name.length;
    int end = start;
    while (in[end] >= '0' && in[end] <= '9') {
      end++;
    }
    return Long.parseLong(new String(in, start, end - start, StandardCharsets.ISO_8859_1));
  }

  private static int endOfObject(byte[] in, int start) {
    int depth = 0;
    boolean text = false;
    for (int i = start; ; i++) {
      byte each = in[i];
      if (text) {
        i += each == '\\' ? 1 : 0;
        text = each != '"';
      } else if (each == '"') {
        text = true;
      } else if (each == '{') {
        depth++;
      } else if (each == '}' && --depth == 0) {
        return i + 1;
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
