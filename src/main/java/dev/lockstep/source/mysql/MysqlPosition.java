package dev.lockstep.source.mysql;

import dev.lockstep.change.SourcePosition;
import java.util.List;

/**
 * Where a pipeline goes on from: the place in one server's log, which orders versions, and the
 * transactions up to there, by which the log of another server with the same data is read on.
 *
 * @param serverUuid whose log it is
 * @param epoch of the versions at that time
 * @param binlog where the last transaction begins, or where a snapshot was taken
 * @param gtids all transactions that were executed up to there, as the server writes a GTID set,
 *     without spaces
 */
public record MysqlPosition(String serverUuid, int epoch, BinlogPosition binlog, String gtids) {
  private static final char SEPARATOR = '|';
  private static final int PARTS = 4;

  /**
   * @throws IllegalArgumentException if a text holds the sign that separates the parts
   */
  public MysqlPosition {
    gtids = gtids.replace("\n", "").replace(" ", "");
    if (serverUuid.indexOf(SEPARATOR) >= 0 || gtids.indexOf(SEPARATOR) >= 0) {
      throw new IllegalArgumentException("no server or GTID set: " + serverUuid + ", " + gtids);
    }
  }

  /** In the form that checkpoints keep: server, epoch, place and GTID set. */
  public SourcePosition toSource() {
    return new SourcePosition(
        serverUuid + SEPARATOR + epoch + SEPARATOR + binlog + SEPARATOR + gtids);
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
    return new MysqlPosition(
        parts.get(0),
        Integer.parseInt(parts.get(1)),
        BinlogPosition.parse(parts.get(2)),
        parts.get(3));
  }
}
