/**
 * The local copy of those rows and columns that a plan must have at hand to build items from many
 * tables, and that no single change carries. Net transactions flow in, the rows' effective states
 * flow out to the materialiser, and reads by key, by index and by table serve it while it builds
 * items.
 *
 * <h2>What the store guarantees</h2>
 *
 * <ul>
 *   <li><b>Whole transactions.</b> All rows, index entries, earlier states and the position of a
 *       transaction are one atomic batch. A crash, at any point, leaves the state after some
 *       transaction; after {@link dev.lockstep.rowstore.RowStore#sync} not one before those that
 *       were synced. The checkpoint is saved after a sync, so the store is never behind it.
 *   <li><b>Nothing older wins.</b> Each row has the version of the transaction that left it. A
 *       state of the same or an older version changes nothing, so a replay over a newer store is
 *       harmless. A removed row leaves a tombstone with its version, a truncated table a record
 *       with its version, so that replayed inserts stay away.
 *   <li><b>A replay finds what the first run found.</b> Rows alone are not enough for that: when a
 *       child moved from one parent to another and the process died before both items were written,
 *       the newer store no longer says which parent it came from. So every batch also keeps what
 *       stood under each key before, by version, until a checkpoint covers it ({@link
 *       dev.lockstep.rowstore.RowStore#purge}). A start returns to the checkpoint ({@link
 *       dev.lockstep.rowstore.RowStore#resumeFrom}), newest change first, and the replay is then
 *       the first run again, item keys and all. A replay in mid-life, when only the source's
 *       connection broke, gets the earlier states from the same place.
 *   <li><b>What was not sent is filled in</b> from the row as it was before the transaction, under
 *       the key that it had then. All earlier states are read before anything is resolved, so
 *       {@code UPDATE t SET id = id + 1} mixes nothing up. What nobody knows stays {@link
 *       dev.lockstep.change.Unavailable}.
 *   <li><b>Exact walks.</b> Keys are encoded so that their bytes order as their values and no
 *       value's encoding begins with another one's: a walk over an index yields exactly the rows
 *       with those values, in primary-key order, in slices of any size, and never holds them.
 *       Numbers compare as numbers, whatever their type and scale. NULL references nothing.
 *   <li><b>Bounds.</b> Cache, filters and write buffers share one limit outside the heap ({@link
 *       dev.lockstep.rowstore.RowStoreOptions}). TRUNCATE costs one entry, whatever the size of the
 *       table: it hides what is older than itself, and later purges remove that a bounded number of
 *       rows at a time. It is an entry and not a deletion of the range because it must be undone
 *       when the checkpoint is older, and because rows of newer versions must survive it in a
 *       replay.
 * </ul>
 *
 * <h2>How it is laid out</h2>
 *
 * <p>{@code KeyedRowStore} is the whole logic, over {@code ByteStore}, an ordered map from bytes to
 * bytes with atomic batches: RocksDB in production, a map in memory for tests. Rows lie under table
 * number and primary key; index entries under index number, values and primary key. An index on the
 * first columns of the primary key has no entries: the rows are in its order already. A table's
 * numbers, indexes and shapes are remembered in the store. A shape is the list of columns, with
 * types, that rows were stored with; it changes when the source's or the plan's columns do, and
 * rows of older shapes stay readable: a column that they lack is unavailable, not NULL, because the
 * store does not know what the source has there. {@link dev.lockstep.rowstore.RowStore#incomplete}
 * names the tables of which that may be so.
 */
@NullMarked
package dev.lockstep.rowstore;

import org.jspecify.annotations.NullMarked;
