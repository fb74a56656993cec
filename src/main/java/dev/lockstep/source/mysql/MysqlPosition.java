package dev.lockstep.source.mysql;

import dev.lockstep.change.SourcePosition;
import java.util.List;

/**
 * Where a pipeline resumes from: the place in one server's log, and the transactions up to there,
 * by which the place is found in the log of another server with the same data.
 *
 * @param serverUuid whose log it is
 * @param binlog the place after the last transaction
 * @param gtids all transactions that were executed up to there, as the server writes a GTID set,
 *     without spaces
 */
public record MysqlPosition(String serverUuid, BinlogPosition binlog, String gtids) {
  private static final char SEPARATOR = '|';
  private static final int PARTS = 3;

  /**
   * @throws IllegalArgumentException if a text holds the sign that separates the parts
   */
  public MysqlPosition {
    gtids = gtids.replaceAll("\\s", "");
    if ((serverUuid + gtids).indexOf(SEPARATOR) >= 0) {
      throw new IllegalArgumentException("no server or GTID set: " + serverUuid + ", " + gtids);
    }
  }

  /** In the form that checkpoints keep: server, place and GTID set. */
  public SourcePosition toSource() {
    return new SourcePosition(serverUuid + SEPARATOR + binlog + SEPARATOR + gtids);
  }

  /**
   * Reads what {@link #toSource} wrote.
   *
   * @throws IllegalArgumentException if it was not made by it
   */
  public static MysqlPosition of(SourcePosition position) {
    List<String> parts = List.of(position.text().split("\\|", -1));
    if (parts.size() != PARTS || parts.get(0).isEmpty()) {
      throw new IllegalArgumentException(
          "'" + position.text() + "' is no position in a MySQL server's log");
    }
    return new MysqlPosition(parts.get(0), BinlogPosition.parse(parts.get(1)), parts.get(2));
  }
}
