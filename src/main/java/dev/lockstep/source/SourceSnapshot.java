package dev.lockstep.source;

import dev.lockstep.change.Row;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;

/**
 * Port: the source's rows as they are after all transactions up to one version, and before all
 * later ones. Stays the same until it is closed; may be read again and again. For one thread.
 */
public interface SourceSnapshot extends AutoCloseable {

  /**
   * Of what the snapshot shows: every transaction with a version not above it, and no other one.
   */
  Version version();

  /** Reads all rows of a table, held exactly as the change stream holds them. */
  void read(TableSchema schema, RowSink sink) throws InterruptedException;

  /** Lets go of it; never fails. */
  @Override
  void close();

  /** Takes rows, and may wait. */
  @FunctionalInterface
  interface RowSink {
    /** Takes the next row. */
    void accept(Row row) throws InterruptedException;
  }
}
