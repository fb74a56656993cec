package dev.lockstep.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A connection that is opened at the first use, and again when it was closed. Not thread-safe. */
public final class LazyConnection implements AutoCloseable {
  private final Opener opener;
  private final Setup setup;
  private @Nullable Connection connection;

  /** Opens nothing yet. */
  public LazyConnection(Opener opener, Setup setup) {
    this.opener = opener;
    this.setup = setup;
  }

  /** Opens connections. */
  @FunctionalInterface
  public interface Opener {
    /** Opens another one. */
    Connection open() throws SQLException;
  }

  /** Makes a connection fit for its use; one that cannot be is closed. */
  @FunctionalInterface
  public interface Setup {
    /** Before the first use. */
    void apply(Connection fresh) throws SQLException;
  }

  /** The open connection. */
  public Connection get() throws SQLException {
    Connection open = connection;
    if (open == null || open.isClosed()) {
      open = opener.open();
      connection = open;
      setUp(open);
    }
    return open;
  }

  private void setUp(Connection fresh) throws SQLException {
    try {
      setup.apply(fresh);
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /** Ends the transaction that is under way without a trace; one that cannot is broken. */
  public void startOver() {
    Connection open = connection;
    if (open != null) {
      try {
        open.rollback();
      } catch (SQLException e) {
        close();
      }
    }
  }

  /** Closes the connection; the next use opens another. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // The server ends the session with the connection, and what was not committed with it.
        return;
      }
    }
  }
}
