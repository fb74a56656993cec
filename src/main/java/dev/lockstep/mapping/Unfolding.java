package dev.lockstep.mapping;

import dev.lockstep.change.Change;
import dev.lockstep.change.ChangeSize;
import dev.lockstep.change.ForeignKeyAction.Effect;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One transaction, or a part of one, while what follows from its changes is added. Depth first, as
 * the foreign keys of a row come by name: a source bounds the depth (InnoDB: 15).
 */
final class Unfolding {
  private static final int SLICE = 256;

  private final Transaction transaction;
  private final RowsSoFar rows;
  private final Map<TableId, List<SilentAction>> byParent;
  private final SilentActions.Parts parts;
  private List<Change> changes = new ArrayList<>();
  private long bytes;
  private long ordinal;
  private int handedOver;
  private long added;
  private int maxChanges;
  private long maxBytes;

  /**
   * @param added how many changes were added to the parts before
   */
  Unfolding(
      Transaction transaction,
      long added,
      RowsSoFar rows,
      Map<TableId, List<SilentAction>> byParent,
      SilentActions.Parts parts) {
    this.transaction = transaction;
    this.rows = rows;
    this.byParent = byParent;
    this.parts = parts;
    this.ordinal = transaction.version().ordinal() - transaction.changes().size() + added;
  }

  /** Whether a change of a parent has an effect, provided that there are rows to follow it. */
  static boolean effects(Change change, Map<TableId, List<SilentAction>> byParent) {
    Row before = before(change);
    return before != null
        && byParent.getOrDefault(change.table(), List.of()).stream()
            .anyMatch(action -> action.effect(before, after(change)) != Effect.NONE);
  }

  private static @Nullable Row before(Change change) {
    if (change instanceof Change.Update update) {
      return update.before();
    }
    return change instanceof Change.Delete delete ? delete.before() : null;
  }

  private static @Nullable Row after(Change change) {
    return change instanceof Change.Update update ? update.after() : null;
  }

  /** Hands all over; returns how many changes were added. */
  long run(int changesOfPart, long bytesOfPart) throws InterruptedException {
    maxChanges = changesOfPart;
    maxBytes = bytesOfPart;
    for (Change change : transaction.changes()) {
      add(change);
      follow(change);
    }
    handOver(transaction.position());
    return added;
  }

  private void add(Change change) throws InterruptedException {
    if (changes.size() >= maxChanges || bytes >= maxBytes) {
      handOver(null);
    }
    ordinal++;
    rows.take(change);
    changes.add(change);
    bytes += ChangeSize.of(change);
  }

  private void handOver(@Nullable SourcePosition position) throws InterruptedException {
    Version version = transaction.version();
    Transaction part =
        new Transaction(
            transaction.kind(),
            new Version(version.epoch(), version.position(), ordinal),
            transaction.commitMicros(),
            Collections.unmodifiableList(changes),
            position,
            bytes);
    parts.accept(part);
    rows.stored();
    handedOver++;
    changes = new ArrayList<>();
    bytes = 0;
  }

  private void follow(Change change) throws InterruptedException {
    Row before = before(change);
    if (before == null) {
      return;
    }
    Row after = after(change);
    for (SilentAction action : byParent.getOrDefault(change.table(), List.of())) {
      Effect effect = action.effect(before, after);
      if (effect != Effect.NONE) {
        follow(action, action.parentValues(before), left(action, effect, after));
      }
    }
  }

  /** What rows that follow reference then; null if they go. */
  private static @Nullable List<@Nullable Object> left(
      SilentAction action, Effect effect, @Nullable Row after) {
    if (effect == Effect.SET_NULL) {
      return Collections.nCopies(action.action().childColumns().size(), null);
    }
    return after == null ? null : action.parentValues(after);
  }

  /**
   * The changed rows come first: once a part is handed over they are kept rows, and might lie
   * behind the walk over these.
   */
  private void follow(
      SilentAction action,
      List<? extends @Nullable Object> values,
      @Nullable List<@Nullable Object> then)
      throws InterruptedException {
    for (RowKey key : rows.changedReferencing(action, values)) {
      followIn(action, values, then, rows.get(key));
    }
    @Nullable RowKey last = null;
    do {
      List<Row> slice = new ArrayList<>();
      last = rows.keptReferencing(action, values, last, SLICE, slice).orElse(null);
      int fresh = handedOver;
      for (Row row : slice) {
        followIn(action, values, then, handedOver == fresh ? rows.now(row) : rows.get(row.key()));
      }
    } while (last != null);
  }

  /** A row may have been changed by what else followed since it was found. */
  private void followIn(
      SilentAction action,
      List<? extends @Nullable Object> values,
      @Nullable List<@Nullable Object> then,
      @Nullable Row row)
      throws InterruptedException {
    if (row != null && RowsSoFar.references(action, row, values)) {
      added++;
      Change change =
          then == null ? new Change.Delete(row) : new Change.Update(row, action.changed(row, then));
      add(change);
      follow(change);
    }
  }
}
