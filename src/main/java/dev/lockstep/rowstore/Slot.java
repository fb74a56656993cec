package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A row key that a transaction touches or moves a row away from. */
final class Slot {
  private final StoredTable table;
  private final byte[] key;
  private final byte @Nullable [] image;
  private final @Nullable StoredRow stored;
  private final boolean stale;
  private final boolean visible;
  private @Nullable Row before;
  private @Nullable Row after;
  private boolean touched;

  /**
   * @param image what the store has under the key
   * @param stale whether that is of the transaction's version or a newer one
   * @param before the row before the transaction, as far as the store knows it
   */
  Slot(
      StoredTable table,
      byte[] key,
      byte @Nullable [] image,
      @Nullable StoredRow stored,
      boolean stale,
      @Nullable Row before) {
    this.table = table;
    this.key = key;
    this.image = image;
    this.stored = stored;
    this.stale = stale;
    this.visible = table.isVisible(stored);
    this.before = before;
  }

  StoredTable table() {
    return table;
  }

  byte[] key() {
    return key;
  }

  /** For {@link Space#HISTORY}. */
  byte[] historyEntry() {
    return HistoryCodec.encode(image == null ? RowCodec.ABSENT : image, visible);
  }

  /** The row that is physically there, visible or not; its index entries are there too. */
  @Nullable Row storedRow() {
    return stored == null ? null : stored.row();
  }

  /** Whether there was a row before this transaction. */
  boolean wasVisible() {
    return visible;
  }

  boolean isStale() {
    return stale;
  }

  @Nullable Row before() {
    return before;
  }

  /** Believes the source about a row that the store does not have. */
  void supposeBefore(@Nullable Row row) {
    if (before == null) {
      before = row;
    }
  }

  @Nullable Row after() {
    return after;
  }

  /** Whether there is something to write. */
  boolean isWritten() {
    return touched && !stale;
  }

  /**
   * Notes what the transaction leaves here. Two row keys of the source may be one here (1.0 and
   * 1.00); a row then wins over its absence.
   */
  void leave(@Nullable Row row) {
    touched = true;
    if (row != null) {
      after = row;
    }
  }

  /** A key by its content. */
  static final class Key {
    private final byte[] bytes;

    Key(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}
