package dev.lockstep.change;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Estimates of the heap that changes hold, in bytes. */
public final class ChangeSize {
  private static final int CHANGE = 24;
  private static final int ROW = 40;
  private static final int REFERENCE = 4;
  private static final int SMALL_OBJECT = 24;
  private static final int TEXT = 56;
  private static final int DECIMAL = 72;

  private ChangeSize() {}

  /** What a change holds: its rows and their values, without what rows share. */
  public static long of(Change change) {
    if (change instanceof Change.Insert insert) {
      return CHANGE + of(insert.row());
    }
    if (change instanceof Change.Read read) {
      return CHANGE + of(read.row());
    }
    if (change instanceof Change.Delete delete) {
      return CHANGE + of(delete.before());
    }
    if (change instanceof Change.Update update) {
      Row before = update.before();
      return CHANGE + of(update.after()) + (before == null ? 0 : of(before));
    }
    return CHANGE;
  }

  private static long of(Row row) {
    int count = row.schema().columns().size();
    long bytes = ROW + (long) REFERENCE * count;
    for (int i = 0; i < count; i++) {
      bytes += of(row.get(i));
    }
    return bytes;
  }

  private static long of(@Nullable Object value) {
    if (value == null || value instanceof Enum<?> || value instanceof Boolean) {
      return 0;
    }
    if (value instanceof String text) {
      return (long) TEXT + text.length();
    }
    if (value instanceof Long || value instanceof Float || value instanceof Double) {
      return SMALL_OBJECT;
    }
    return ofLarge(value);
  }

  private static long ofLarge(Object value) {
    if (value instanceof ByteBuffer bytes) {
      return (long) TEXT + bytes.remaining();
    }
    long sum = DECIMAL;
    if (value instanceof List<?> list) {
      for (Object element : list) {
        sum += REFERENCE + of(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += SMALL_OBJECT + of(entry.getKey()) + of(entry.getValue());
      }
    }
    return sum;
  }
}
