package dev.lockstep.rowstore;

import dev.lockstep.mapping.RowLookup;

/**
 * The kept rows as they were when the view was taken, whatever is applied, loaded, purged or undone
 * later. For one thread at a time.
 *
 * <p>It costs a few microseconds to take. While it is open the store cannot give up what it shows,
 * so it is to be closed once the transaction that it was taken for is mapped. Reads throw {@link
 * IllegalStateException} once the view or the store is closed, or the store was {@linkplain
 * RowStore#clear cleared}.
 */
public interface RowView extends RowLookup, AutoCloseable {

  /** May be called again, and after the store was closed. */
  @Override
  void close();
}
