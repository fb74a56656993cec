package dev.lockstep.mapping;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.UnnettableException;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one transaction must know of the parts before: which items already show another
 * row, where an item key may change hands. Within a part a put wins over a delete of the same key;
 * this makes it so over all parts.
 */
final class EarlierParts {
  private final int limit;
  private final MapperUse use;
  private final Map<TableId, ShownKeys> shown = new HashMap<>();
  private @Nullable Version lastPart;

  /**
   * @param limit how many item keys of one table's rows to remember
   * @param use learns how many are
   */
  EarlierParts(int limit, MapperUse use) {
    this.limit = limit;
    this.use = use;
  }

  /** A part comes; what is known of another transaction is forgotten. */
  void begin(NetTransaction net) {
    Version last = lastPart;
    Version now = net.transaction().version();
    if (last != null && !continues(last, now)) {
      forget();
    }
    lastPart = now;
    net.truncated().forEach(shown::remove);
  }

  private static boolean continues(Version last, Version now) {
    return last.epoch() == now.epoch() && last.position() == now.position() && now.isAfter(last);
  }

  /** After the last part nothing needs to be known. */
  void end(Transaction transaction) {
    if (transaction.position() != null) {
      forget();
    }
  }

  private void forget() {
    shown.clear();
    use.shown(0);
  }

  /** Whether a part's items are to be remembered. */
  static boolean remembers(Transaction transaction) {
    return transaction.kind() == Transaction.Kind.STREAM && transaction.position() == null;
  }

  /**
   * Remembers that an item shows a row.
   *
   * @throws UnnettableException if there are more than the limit
   */
  void put(ItemKey key, RowKey row) {
    ShownKeys keys = shown.computeIfAbsent(row.table(), t -> new ShownKeys(limit));
    keys.put(key, row);
    use.shown(Math.max(use.shownKeys(), keys.size()));
  }

  /**
   * A row leaves an item key.
   *
   * @return whether its item goes; not if the item shows another row by now
   * @throws UnnettableException if that cannot be told
   */
  boolean leave(ItemKey key, RowKey row) {
    if (shown.isEmpty()) {
      return true;
    }
    for (ShownKeys keys : shown.values()) {
      if (keys.showsOther(key, row)) {
        return false;
      }
    }
    ShownKeys own = shown.get(row.table());
    if (own != null) {
      own.leave(key, row);
    }
    return true;
  }
}
