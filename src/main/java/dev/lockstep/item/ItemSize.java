package dev.lockstep.item;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * The size by which DynamoDB measures an item (Amazon DynamoDB Developer Guide, "DynamoDB item
 * sizes and formats"): UTF-8 bytes of names and texts, raw bytes of binaries, about half a byte per
 * digit of a number, 1 for a truth value or NULL, 3 and 1 per element for a list or map. Numbers
 * are counted as DynamoDB documents them, approximately: keep a margin.
 */
public final class ItemSize {
  /** The largest item that DynamoDB takes, bytes. */
  public static final int MAX_ITEM_BYTES = 400 * 1024;

  /** The largest partition key value that DynamoDB takes, bytes. */
  public static final int MAX_PARTITION_KEY_BYTES = 2048;

  /** The largest sort key value that DynamoDB takes, bytes. */
  public static final int MAX_SORT_KEY_BYTES = 1024;

  private static final int MAX_NUMBER_BYTES = 21;

  /** The bookkeeping attributes at their largest. */
  private static final int BOOKKEEPING_BYTES =
      Bookkeeping.VERSION.length() + Bookkeeping.COMMIT_TIME.length() + 2 * MAX_NUMBER_BYTES;

  private static final int CONTAINER_BYTES = 3;
  private static final int WRITE_UNIT_BYTES = 1024;

  private ItemSize() {}

  /** The size of an item in its table, bookkeeping attributes included, in bytes. */
  public static int of(Item item, TableSpec table) {
    int size = BOOKKEEPING_BYTES + utf8(table.partitionKey().name()) + of(item.key().partition());
    if (table.sortKey() != null && item.key().sort() != null) {
      size += utf8(table.sortKey().name()) + of(item.key().sort());
    }
    return size + of(item.attributes());
  }

  /** The size of attributes with their names, in bytes. */
  public static int of(Map<String, Value> attributes) {
    int size = 0;
    for (Map.Entry<String, Value> entry : attributes.entrySet()) {
      size += utf8(entry.getKey()) + of(entry.getValue());
    }
    return size;
  }

  /**
   * Write capacity units that a write costs in its table: one per begun kilobyte, at least one.
   *
   * @param bytes the larger of the item's sizes before and after
   */
  public static double writeUnits(long bytes) {
    return Math.max(1, (bytes + WRITE_UNIT_BYTES - 1) / WRITE_UNIT_BYTES);
  }

  /** The size of a value without its name, in bytes. */
  public static int of(Value value) {
    if (value instanceof Value.Text text) {
      return utf8(text.text());
    }
    if (value instanceof Value.Num number) {
      return number(number.digits());
    }
    if (value instanceof Value.Binary binary) {
      return binary.bytes().remaining();
    }
    return value instanceof Value.Bool || value instanceof Value.Null ? 1 : container(value);
  }

  private static int container(Value value) {
    if (value instanceof Value.ListOf list) {
      int size = CONTAINER_BYTES + list.values().size();
      for (Value element : list.values()) {
        size += of(element);
      }
      return size;
    }
    if (value instanceof Value.MapOf map) {
      return CONTAINER_BYTES + map.values().size() + of(map.values());
    }
    return set(value);
  }

  private static int set(Value value) {
    if (value instanceof Value.TextSet texts) {
      return texts.values().stream().mapToInt(ItemSize::utf8).sum();
    }
    return numbers(((Value.NumSet) value).values());
  }

  private static int numbers(Collection<String> numbers) {
    return numbers.stream().mapToInt(ItemSize::number).sum();
  }

  /** Two digits to a byte, in pairs that start at the point; zeros at either end are free. */
  private static int number(String digits) {
    int start = digits.startsWith("-") ? 1 : 0;
    int point = digits.indexOf('.');
    int end = digits.length();
    String whole = digits.substring(start, point < 0 ? end : point);
    String fraction = point < 0 ? "" : digits.substring(point + 1);
    int significant = significantPairs(whole, fraction);
    return significant == 0 ? 1 : Math.min(MAX_NUMBER_BYTES, significant + 1 + start);
  }

  private static int significantPairs(String whole, String fraction) {
    String left = whole.length() % 2 == 0 ? whole : "0" + whole;
    String right = fraction.length() % 2 == 0 ? fraction : fraction + "0";
    String pairs = left + right;
    int first = 0;
    int last = pairs.length() / 2;
    while (first < last && isZero(pairs, first)) {
      first++;
    }
    while (last > first && isZero(pairs, last - 1)) {
      last--;
    }
    return last - first;
  }

  private static boolean isZero(String pairs, int pair) {
    return pairs.charAt(2 * pair) == '0' && pairs.charAt(2 * pair + 1) == '0';
  }

  /** The length of a text in UTF-8, bytes. */
  public static int utf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return text.length();
  }
}
