package dev.lockstep.mapping;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries out what the source did to rows that reference others without logging it: ON DELETE and
 * ON UPDATE, CASCADE and SET NULL. What follows from a change is put right behind it, as if the
 * source had logged it, before the transaction is netted; so all that comes later need not know.
 *
 * <p><b>Change by change.</b> Which rows follow depends on what the transaction has done so far: a
 * child that moved to another parent stays, one that came goes too. Each change is therefore
 * followed in the kept rows as the changes before it have left them.
 *
 * <p><b>Versions.</b> What is added counts as changes: the version's ordinal is that of the
 * source's change plus the number of changes that were added up to there. It does not depend on how
 * the transaction was cut, and what flows in parts has a version for each. A transaction ends with
 * a version at or above the source's own, at the same position.
 *
 * <p><b>Memory.</b> Rows that follow are read from the kept rows a slice at a time. A transaction
 * that becomes too large flows in parts, each of which must be stored among the kept rows before
 * the next one is made.
 *
 * <p>The parts of a transaction must come in order to the same instance. Not thread-safe.
 */
public final class SilentActions {
  private final Map<TableId, List<SilentAction>> byParent = new HashMap<>();
  private final Map<TableId, List<SilentAction>> byChild = new HashMap<>();

  /** The newest known shape of the tables whose rows follow others. */
  private final Map<TableId, TableSchema> shapes = new HashMap<>();

  private final int maxChanges;
  private final long maxBytes;
  private long added;

  /** Takes the parts of a transaction in order, and stores each before it asks for the next. */
  @FunctionalInterface
  public interface Parts {

    /**
     * A part follows.
     *
     * @param part has no position unless it is the last one of what the source delivered
     */
    void accept(Transaction part) throws InterruptedException;
  }

  SilentActions(Map<SilentAction, TableSchema> actions, int maxChanges, long maxBytes) {
    this.maxChanges = maxChanges;
    this.maxBytes = maxBytes;
    actions.forEach(
        (action, shape) -> {
          byParent.computeIfAbsent(action.action().parent(), p -> new ArrayList<>()).add(action);
          byChild.computeIfAbsent(action.child(), c -> new ArrayList<>()).add(action);
          shapes.put(action.child(), shape);
        });
    byParent.values().forEach(list -> list.sort(byConstraint()));
  }

  private static Comparator<SilentAction> byConstraint() {
    return Comparator.comparing(action -> action.action().constraint());
  }

  /**
   * The version in which the kept rows must be when a transaction, or a part of one, is {@linkplain
   * #carryOut carried out}: that of the part before, or just before the whole transaction.
   */
  public Version startOf(Transaction transaction) {
    Version version = transaction.version();
    long before = version.ordinal() - transaction.changes().size();
    return new Version(version.epoch(), version.position(), before + addedBefore(transaction));
  }

  /**
   * The version that stored rows have at the end of a transaction, which is not before the source's
   * own: what was added counts.
   *
   * @param source the source's version of a whole transaction
   * @param stored the version of the stored rows
   * @return not after {@code stored}, unless they lack the transaction
   */
  public static Version endOf(Version source, Version stored) {
    Version end = Version.upTo(source.epoch(), source.position());
    if (!stored.isAfter(source)) {
      return source;
    }
    return stored.isAfter(end) ? end : stored;
  }

  /** Ordinals count changes, so the first part is known by its own. */
  private long addedBefore(Transaction transaction) {
    return transaction.version().ordinal() == transaction.changes().size() ? 0 : added;
  }

  /**
   * Hands over a transaction of the stream, or a part of one, with what followed from its changes.
   * One from which nothing followed is handed over as it is.
   *
   * @param kept the rows as the parts handed over so far have left them
   * @throws dev.lockstep.problem.LockstepException with {@code FK-ACTION-UNKNOWN} if it cannot be
   *     told what followed
   */
  public void carryOut(Transaction transaction, RowLookup kept, Parts parts)
      throws InterruptedException {
    added = addedBefore(transaction);
    boolean acts = false;
    for (Change change : transaction.changes()) {
      noteShape(change);
      acts = acts || acts(change);
    }
    if (acts) {
      Unfolding unfolding =
          new Unfolding(transaction, added, new RowsSoFar(kept, byChild, shapes), byParent, parts);
      added += unfolding.run(maxChanges, maxBytes);
    } else {
      parts.accept(added == 0 ? transaction : later(transaction));
    }
  }

  private void noteShape(Change change) {
    Row row =
        change instanceof Change.Insert insert
            ? insert.row()
            : change instanceof Change.Update update ? update.after() : null;
    if (row != null) {
      shapes.computeIfPresent(row.table(), (table, shape) -> row.schema());
    }
  }

  private boolean acts(Change change) {
    return byParent.containsKey(change.table()) && Unfolding.effects(change, byParent);
  }

  private Transaction later(Transaction transaction) {
    Version version = transaction.version();
    return new Transaction(
        transaction.kind(),
        new Version(version.epoch(), version.position(), version.ordinal() + added),
        transaction.commitMicros(),
        transaction.changes(),
        transaction.position(),
        transaction.bytes());
  }
}
