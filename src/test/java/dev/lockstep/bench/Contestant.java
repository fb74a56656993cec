package dev.lockstep.bench;

import java.io.IOException;
import java.sql.SQLException;

/** One of those that read the same log. */
interface Contestant {
  /** What the report calls it. */
  String name();

  /**
   * Takes its place at the end of the log, before the changes are made that {@link #stream} reads.
   */
  void prime(String table) throws IOException, InterruptedException, SQLException;

  /** Reads the prepared changes. */
  Measurement stream(String table, long events) throws IOException, InterruptedException;

  /** Loads a table that is full. */
  Measurement load(String table, long rows) throws IOException, InterruptedException;

  /** Follows changes that are made at a steady rate while it runs. */
  Measurement follow(String table, Steady changes)
      throws IOException, InterruptedException, SQLException;

  /**
   * Loads a table whose items all show one row of another table, and follows a change of that row.
   *
   * @param rows of the table, and so items that change
   */
  default Measurement fanOut(String table, long rows, Change change)
      throws IOException, InterruptedException, SQLException {
    throw new IllegalArgumentException(name() + " joins no tables");
  }

  /** A change of one row, made in the caller's thread. */
  interface Change {
    /** Makes the change. */
    void run() throws SQLException;
  }

  /** The name of its slot for a table. */
  default String slot(String table) {
    return name().replaceAll("[^a-z]", "_") + "_" + table;
  }

  /** Changes at a steady rate, made in the caller's thread. */
  interface Steady {
    /** Makes changes for so long. */
    void run(int seconds) throws SQLException;
  }
}
