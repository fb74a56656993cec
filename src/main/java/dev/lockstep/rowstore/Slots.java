package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The row keys that a transaction touches, or moves a row away from. They are noted first and read
 * together, because one question for many keys costs the store much less than many questions.
 */
final class Slots {
  private final ByteStore store;
  private final Version version;
  private final Map<Slot.Key, Integer> places = new HashMap<>();
  private final List<StoredTable> tables = new ArrayList<>();
  private final List<byte[]> keys = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();

  /**
   * @param version of the transaction
   */
  Slots(ByteStore store, Version version) {
    this.store = store;
    this.version = version;
  }

  /** Notes a row key of a kept table and returns its place. */
  int note(StoredTable table, RowKey key) {
    byte[] bytes = Keys.row(table.number(), key.values());
    return places.computeIfAbsent(new Slot.Key(bytes), absent -> add(table, bytes));
  }

  private int add(StoredTable table, byte[] key) {
    tables.add(table);
    keys.add(key);
    return keys.size() - 1;
  }

  /** Reads what stands under the noted keys. To be called once, before anything is asked for. */
  void read() {
    List<byte @Nullable []> images = store.getAll(Space.ROWS, keys);
    for (int i = 0; i < keys.size(); i++) {
      slots.add(slot(tables.get(i), keys.get(i), images.get(i)));
    }
  }

  private Slot slot(StoredTable table, byte[] key, byte @Nullable [] image) {
    StoredRow stored = RowCodec.decode(table, image);
    boolean stale =
        (stored != null && stored.version().compareTo(version) >= 0)
            || table.isTruncatedAfter(version);
    Row before = stale ? historicRow(table, key) : visibleRow(table, stored);
    return new Slot(table, key, image, stored, stale, before);
  }

  private static @Nullable Row visibleRow(StoredTable table, @Nullable StoredRow stored) {
    return stored != null && table.isVisible(stored) ? stored.row() : null;
  }

  /** What stood under the key when this transaction was applied for the first time. */
  private @Nullable Row historicRow(StoredTable table, byte[] key) {
    byte[] entry = store.get(Space.HISTORY, Keys.history(version, key));
    if (entry == null || !HistoryCodec.wasVisible(entry)) {
      return null;
    }
    StoredRow historic = RowCodec.decode(table, HistoryCodec.image(entry));
    return historic == null ? null : historic.row();
  }

  /** What was read under the key with a place. */
  Slot at(int place) {
    return Objects.requireNonNull(slots.get(place));
  }

  /** In the order in which they were noted. */
  List<Slot> all() {
    return slots;
  }
}
