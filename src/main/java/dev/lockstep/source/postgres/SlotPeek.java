package dev.lockstep.source.postgres;

import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.source.WaitingChanges;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at what the server would send of the log behind a slot, and leaves it there. Only the
 * messages' heads are asked for, so that rows stay where they are.
 */
final class SlotPeek {
  private static final int FLUSH_POLLS = 100;
  private static final long POLL_MILLIS = 20;
  private static final String IN_USE = "55006";
  private static final String NO_SUCH_SLOT = "42704";
  private static final String NO_LONGER_USABLE = "55000";
  private static final String TOO_SLOW = "57014";

  /** Relations, truncations and commits whole; of rows, of which relation they are. */
  private static final String PEEK =
      "SELECT CASE WHEN get_byte(data, 0) IN (67, 82, 84) THEN data"
          + " ELSE substring(data FROM 1 FOR 5) END"
          + " FROM pg_logical_slot_peek_binary_changes(?, NULL, ?::int,"
          + " 'proto_version', '1', 'publication_names', ?)";

  private final PostgresOptions options;
  private final PostgresAdmin admin;

  SlotPeek(PostgresOptions options, PostgresAdmin admin) {
    this.options = options;
    this.admin = admin;
  }

  /**
   * Which tables' changes wait.
   *
   * @param from the end of the newest transaction that does not
   * @param through a marker before which everything counts
   * @param most messages; the server ends with the transaction that passes it
   */
  WaitingChanges waiting(long from, Version through, Collection<TableId> tables, int most)
      throws SQLException {
    try {
      if (!isInFile(through.position())) {
        return new WaitingChanges.Untold("the server does not write its log to disk");
      }
      List<byte[]> messages =
          admin.query(
              PEEK,
              row -> row.getBytes(1),
              options.slot(),
              Integer.toString(most),
              PostgresAdmin.quote(options.publication()));
      return messages.size() >= most
          ? new WaitingChanges.Untold("more than " + most + " changes wait in the log")
          : new WaitingChanges.Of(new Messages(from, tables).read(messages));
    } catch (SQLException e) {
      return new WaitingChanges.Untold(reason(e));
    }
  }

  private String reason(SQLException e) throws SQLException {
    return switch (String.valueOf(e.getSQLState())) {
      case IN_USE -> "somebody reads from replication slot " + options.slot();
      case NO_SUCH_SLOT -> "there is no replication slot " + options.slot() + " any more";
      case NO_LONGER_USABLE -> "replication slot " + options.slot() + " cannot be read any more";
      case TOO_SLOW -> "the server does not look through its log in time";
      default -> throw e;
    };
  }

  /** What is shown is what is in the log's file. */
  private boolean isInFile(long lsn) throws SQLException {
    String sql = "SELECT pg_current_wal_flush_lsn() >= ?::pg_lsn";
    for (int i = 0; i < FLUSH_POLLS; i++) {
      if (admin.query(sql, row -> row.getBoolean(1), Lsn.format(lsn)).get(0)) {
        return true;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /** Messages of the protocol by which the server replicates. */
  private static final class Messages {
    private final long from;
    private final Map<String, TableId> wanted = new HashMap<>();
    private final Map<Integer, TableId> relations = new HashMap<>();
    private final Set<TableId> ofTransaction = new HashSet<>();
    private final Set<TableId> waiting = new TreeSet<>();

    Messages(long from, Collection<TableId> tables) {
      this.from = from;
      tables.forEach(table -> wanted.put(table.toString(), table));
    }

    Set<TableId> read(List<byte[]> messages) {
      messages.forEach(message -> read(ByteBuffer.wrap(message)));
      return waiting;
    }

    private void read(ByteBuffer message) {
      switch (message.get()) {
        case 'R' -> relation(message);
        case 'I', 'U', 'D' -> changed(message.getInt());
        case 'T' -> truncated(message);
        case 'C' -> committed(message);
        default -> {
          // It is of no row.
        }
      }
    }

    private void relation(ByteBuffer message) {
      int relation = message.getInt();
      TableId table = wanted.get(text(message) + "." + text(message));
      if (table != null) {
        relations.put(relation, table);
      }
    }

    private static String text(ByteBuffer message) {
      int start = message.position();
      while (message.get() != 0) {
        // Its end is what is looked for.
      }
      byte[] name = new byte[message.position() - 1 - start];
      message.get(start, name);
      return new String(name, StandardCharsets.UTF_8);
    }

    private void changed(int relation) {
      TableId table = relations.get(relation);
      if (table != null) {
        ofTransaction.add(table);
      }
    }

    private void truncated(ByteBuffer message) {
      int count = message.getInt();
      message.get();
      for (int i = 0; i < count; i++) {
        changed(message.getInt());
      }
    }

    private void committed(ByteBuffer message) {
      message.get();
      message.getLong();
      if (Long.compareUnsigned(message.getLong(), from) > 0) {
        waiting.addAll(ofTransaction);
      }
      ofTransaction.clear();
    }
  }
}
