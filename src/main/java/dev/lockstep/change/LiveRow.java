package dev.lockstep.change;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row while a transaction is followed: where it came from and what is known of it now. It keeps
 * its identity when its key changes.
 */
final class LiveRow {
  private final @Nullable RowKey origin;
  private final boolean inserted;
  private @Nullable Row state;

  private LiveRow(@Nullable RowKey origin, boolean inserted, @Nullable Row state) {
    this.origin = origin;
    this.inserted = inserted;
    this.state = state;
  }

  /** A row that this transaction made. */
  static LiveRow inserted(Row state) {
    return new LiveRow(null, true, state);
  }

  /** The row that stood at a key before the transaction; nothing is known of it yet. */
  static LiveRow original(RowKey key) {
    return new LiveRow(key, false, null);
  }

  /** A row that an earlier part of the transaction has overwritten in the target. */
  static LiveRow ghost() {
    return new LiveRow(null, false, null);
  }

  /** The key at which the row stood before; absent if it stood nowhere, or is overwritten there. */
  @Nullable RowKey origin() {
    return origin;
  }

  boolean isInserted() {
    return inserted;
  }

  /** Whether something of the row can be known neither from here nor from the target. */
  boolean isLost() {
    Row now = state;
    return !inserted && origin == null && now != null && now.hasUnavailable();
  }

  @Nullable Row state() {
    return state;
  }

  /** Takes a newer state; what it leaves unsaid stays as it was. */
  void become(Row newer) {
    Row earlier = state;
    state = earlier == null ? newer : newer.fillFrom(earlier);
  }

  /** Learns of an earlier state, from a before image. */
  void learn(Row before) {
    if (state == null) {
      state = before;
    }
  }

  /**
   * Whether this may be the row of which the given state is known: no column outside the key that
   * both know differs, and there is at least one such column.
   */
  boolean resembles(Row other) {
    Row mine = state;
    if (mine == null || mine.schema() != other.schema()) {
      return false;
    }
    int compared = 0;
    for (int i = 0; i < mine.schema().columns().size(); i++) {
      if (!mine.schema().isKey(i) && !mine.isUnavailable(i) && !other.isUnavailable(i)) {
        if (!Objects.equals(mine.get(i), other.get(i))) {
          return false;
        }
        compared++;
      }
    }
    return compared > 0;
  }
}
