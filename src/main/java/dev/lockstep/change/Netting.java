package dev.lockstep.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reduces transactions to what they left behind: at most one {@link RowChange} per row key. Inserts
 * and deletes cancel, updates of a row collapse, a key change becomes a departure and an arrival,
 * and what a later event left unsaid is filled from earlier states of the same row.
 *
 * <p>The parts of a transaction must come in order to the same instance: between them it remembers
 * the few keys whose departing row the next part could mistake (see {@link ArrivedKeys}). No I/O;
 * not thread-safe.
 */
public final class Netting {
  /**
   * How many keys of a table are remembered between the parts of a transaction, unless told
   * otherwise.
   */
  public static final int DEFAULT_ARRIVED_KEYS_LIMIT = 1_000_000;

  private final int arrivedKeysLimit;
  private final Map<TableId, ArrivedKeys> arrivedKeys = new HashMap<>();
  private @Nullable Version lastPart;

  /** With the default limit. */
  public Netting() {
    this(DEFAULT_ARRIVED_KEYS_LIMIT);
  }

  /**
   * @param arrivedKeysLimit how many keys of a table to remember between the parts of one
   *     transaction; 32 to 64 bytes each
   */
  public Netting(int arrivedKeysLimit) {
    this.arrivedKeysLimit = arrivedKeysLimit;
  }

  /**
   * Nets the next transaction or part.
   *
   * @throws UnnettableException if the limit of remembered keys is met
   */
  public NetTransaction net(Transaction transaction) {
    if (transaction.kind() != Transaction.Kind.STREAM) {
      return ofSnapshot(transaction);
    }
    forgetOtherTransaction(transaction);
    NetTransaction net =
        transaction.changes().size() == 1 && arrivedKeys.isEmpty()
            ? ofSingle(transaction, transaction.changes().get(0))
            : ofMany(transaction);
    if (transaction.position() != null) {
      arrivedKeys.clear();
      lastPart = null;
    }
    return net;
  }

  private void forgetOtherTransaction(Transaction transaction) {
    Version last = lastPart;
    Version now = transaction.version();
    if (last != null && (last.position() != now.position() || !now.isAfter(last))) {
      arrivedKeys.clear();
    }
    lastPart = now;
  }

  private static NetTransaction ofSnapshot(Transaction transaction) {
    List<RowChange> rows = new ArrayList<>(transaction.changes().size());
    for (Change change : transaction.changes()) {
      if (!(change instanceof Change.Read read)) {
        throw new IllegalArgumentException("a snapshot holds only rows that were read");
      }
      rows.add(created(read.row()));
    }
    return new NetTransaction(transaction, Set.of(), rows);
  }

  private static RowChange created(Row row) {
    return new RowChange(row.key(), null, row, null, true);
  }

  /** Most transactions are one change: no bookkeeping for those. */
  private NetTransaction ofSingle(Transaction transaction, Change change) {
    if (change instanceof Change.Insert insert) {
      return new NetTransaction(transaction, Set.of(), List.of(created(insert.row())));
    }
    if (change instanceof Change.Update update && update.before() == null) {
      RowChange row = new RowChange(update.after().key(), null, update.after(), null, false);
      return new NetTransaction(transaction, Set.of(), List.of(row));
    }
    return ofMany(transaction);
  }

  private NetTransaction ofMany(Transaction transaction) {
    Follower follower = new Follower();
    transaction.changes().forEach(follower::follow);
    List<RowChange> rows = follower.outcomes();
    if (transaction.position() == null) {
      follower.rememberArrivals();
    }
    return new NetTransaction(transaction, follower.truncated, rows);
  }

  /** Follows the events of one part, slot by slot. */
  private final class Follower {
    private final Map<RowKey, KeySlot> slots = new LinkedHashMap<>();
    private final Set<RowKey> emptyAtFirst = new HashSet<>();
    private final Set<TableId> truncated = new LinkedHashSet<>();

    void follow(Change change) {
      if (change instanceof Change.Insert insert) {
        insert(insert.row());
      } else if (change instanceof Change.Read read) {
        insert(read.row());
      } else if (change instanceof Change.Update update) {
        update(update);
      } else if (change instanceof Change.Delete delete) {
        Row before = delete.before();
        slot(before.key(), before.schema(), false).delete(before);
      } else {
        truncate(change.table());
      }
    }

    private void insert(Row row) {
      slot(row.key(), row.schema(), true).arrive(LiveRow.inserted(row), false);
    }

    private void update(Change.Update update) {
      Row after = update.after();
      Row before = update.before();
      RowKey key = after.key();
      RowKey keyBefore = before == null ? key : before.key();
      if (before == null || keyBefore.equals(key)) {
        slot(key, after.schema(), false).update(before, after);
      } else {
        LiveRow row = slot(keyBefore, after.schema(), false).leave(before, after);
        slot(key, after.schema(), true).arrive(row, true);
      }
    }

    private void truncate(TableId table) {
      truncated.add(table);
      arrivedKeys.remove(table);
      slots.keySet().removeIf(key -> key.table().equals(table));
    }

    private KeySlot slot(RowKey key, TableSchema schema, boolean forArrival) {
      KeySlot known = slots.get(key);
      if (known != null) {
        return known;
      }
      KeySlot made = newSlot(key, schema.deferrableKey(), forArrival);
      slots.put(key, made);
      return made;
    }

    private KeySlot newSlot(RowKey key, boolean deferrable, boolean forArrival) {
      if (truncated.contains(key.table())) {
        emptyAtFirst.add(key);
        return KeySlot.empty(key, deferrable);
      }
      OptionalLong content = deferrable ? arrived(key.table()).find(key) : OptionalLong.empty();
      if (content.isPresent()) {
        return KeySlot.haunted(key, content.getAsLong());
      }
      if (forArrival && !deferrable) {
        emptyAtFirst.add(key);
      }
      return KeySlot.occupied(key, deferrable);
    }

    List<RowChange> outcomes() {
      List<RowChange> rows = new ArrayList<>(slots.size());
      slots.forEach(
          (key, slot) -> {
            RowChange outcome = slot.outcome(emptyAtFirst.contains(key));
            if (outcome != null) {
              rows.add(outcome);
            }
          });
      return rows;
    }

    void rememberArrivals() {
      slots.forEach(
          (key, slot) -> {
            Row left = slot.mayHoldOlderRow() ? slot.content() : null;
            if (left != null) {
              arrived(key.table()).put(key, left);
            } else if (slot.wasHaunted() && !slot.mayHoldOlderRow()) {
              arrived(key.table()).forget(key);
            }
          });
    }

    private ArrivedKeys arrived(TableId table) {
      return arrivedKeys.computeIfAbsent(table, t -> new ArrivedKeys(arrivedKeysLimit));
    }
  }
}
