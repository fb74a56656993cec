package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.AppliedChange;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.RowLookup;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that a plan keeps, as they are after some transaction. What it guarantees is said at the
 * package.
 *
 * <p>One thread at a time writes; any thread may read. A scan on the writing thread sees one state;
 * one that runs beside {@link #apply} may show some rows before and some after it.
 *
 * <p>Every method may throw {@link dev.lockstep.problem.LockstepException} with {@code
 * ROW-STORE-CORRUPT} or {@code ROW-STORE-IO}; the store must then not be used any more.
 */
public interface RowStore extends RowLookup, AutoCloseable {

  /** Whose rows these are; empty if the store is new or was cleared. */
  Optional<StoreIdentity> identity();

  /**
   * Takes the store into use: from now on it belongs to that pipeline and keeps these tables. Rows,
   * columns and indexes that are no longer kept are given up, new indexes are built from the rows
   * that are there. Until this is called no table is kept, so that a caller can look at {@link
   * #identity} before anything is given up.
   */
  void initialise(StoreIdentity identity, Collection<KeptTable> tables);

  /**
   * The kept tables that the store does not know wholly: never read to the end, or without a column
   * that is kept only now. Their rows must be read from the source before items are built from
   * them.
   */
  Set<TableId> incomplete();

  /**
   * The shapes in which rows of kept tables are stored, with the types that their columns had then.
   * A column that rows of a shape lack is of kind {@code UNSUPPORTED}.
   */
  Collection<TableSchema> shapes();

  /** Says that all rows of these tables, with all kept columns, have been stored. */
  void markComplete(Collection<TableId> tables);

  /**
   * Stores what a transaction did, atomically. It is to be called for every transaction in order,
   * also for those without changes, which only move the {@link #position}. A row key whose stored
   * state is of the same or a newer version stays as it is.
   *
   * <p>A value that is {@link dev.lockstep.change.Unavailable} in {@code after} is taken from the
   * state that the row had before the transaction, under {@code movedFrom} if it moved. It stays
   * unavailable if the store has no such state.
   *
   * @param truncated tables that were emptied; changes of such a table were made after that. The
   *     rows that vanish are not reported: a caller that must know them scans the table first
   * @return for each change, in order, the effective states; of a table that is not kept the change
   *     as it came. When a change is replayed, {@code before} is what it was the first time, as
   *     long as that was not {@linkplain #purge purged}
   */
  List<AppliedChange> apply(Version version, Collection<RowChange> changes, Set<TableId> truncated);

  /**
   * Stores rows that a snapshot read: each key comes once under one version. The first such call on
   * an empty store begins a load, which need not read before it writes. A load that broke off
   * cannot be taken up again with another version: {@link #clear} comes first.
   *
   * @param version of the snapshot
   * @param rows of kept tables; others are passed over
   */
  void load(Version version, Collection<Row> rows);

  /** The greatest version that was applied or loaded; empty if there is none. */
  Optional<Version> position();

  /**
   * Makes all that was applied survive a loss of power. To be called before a checkpoint is saved.
   */
  void sync();

  /**
   * Forgets what is needed only to replay or to undo transactions up to a version: tombstones,
   * earlier states, rows of truncated tables. To be called once a checkpoint of that version is
   * durable.
   */
  void purge(Version upTo);

  /**
   * Goes back to the state after a version, by undoing what was applied later: to the checkpoint
   * that the source resumes from, or, when only its connection broke, to just before the first
   * transaction that it sends again. Replayed transactions then find what they found the first
   * time. The {@link #position} is that version afterwards, whether or not something was applied
   * with it.
   *
   * <p>The cost is that of what is undone, not of what could be. May be repeated, with the same
   * version or an earlier one; a crash in the midst of it is made good by the next call.
   *
   * @param checkpoint not after the position, not before what was {@linkplain #purge purged}
   * @throws dev.lockstep.problem.LockstepException with {@code ROW-STORE-BEHIND} if the store lacks
   *     transactions that the checkpoint covers, {@code ROW-STORE-AHEAD} if states that are needed
   *     to go back so far were purged
   */
  void resumeFrom(Version checkpoint);

  /** The rows as they are now, to be read while further transactions are applied. */
  RowView view();

  /** Removes everything, the identity and the kept tables too. */
  void clear();

  /** Sizes and counters, cheap enough for every scrape of the metrics. */
  RowStoreStatistics statistics();

  @Override
  void close();
}
