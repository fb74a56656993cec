package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.mysql.BinlogPosition;
import dev.lockstep.source.mysql.HeartbeatTable;
import dev.lockstep.source.mysql.MysqlAdmin;
import dev.lockstep.source.mysql.MysqlOptions;
import dev.lockstep.source.mysql.MysqlPosition;
import java.sql.SQLException;

/**
 * Whether a server can be read from where a checkpoint stands. Another server may go on where the
 * first one ended, but its log has other positions: versions then need a higher epoch, which only
 * somebody who knows of the failover can decide on.
 */
final class BinlogStart {
  private static final String RELOAD = "load again, with 'lockstep run --reload'";

  private final MysqlOptions options;
  private final MysqlAdmin admin;

  BinlogStart(MysqlOptions options, MysqlAdmin admin) {
    this.options = options;
    this.admin = admin;
  }

  /**
   * Before a load. Going on from a set of transactions needs one that is not empty, and the log has
   * to tell what has come since.
   */
  void load() throws SQLException {
    requireRows();
    new SchemaHistoryFile(options.schemaHistory()).delete();
    if (!admin.heartbeat() && admin.requireStatus().gtids().isEmpty()) {
      throw fatal(
          "GTID-SET-EMPTY",
          "the server has not executed any transaction with an identifier yet",
          "commit any transaction, or let Lockstep write into "
              + HeartbeatTable.NAME
              + "; then start again");
    }
  }

  /**
   * Before a resumption.
   *
   * @param server the UUID of the server
   */
  MysqlPosition resume(SourcePosition position, String server) throws SQLException {
    MysqlPosition from = read(position);
    requireEpoch(from, server);
    requireRows();
    if (!admin.isSubset(from.gtids(), admin.requireStatus().gtids())) {
      throw fatal(
          "SOURCE-BEHIND",
          "the server lacks transactions that have been applied already: it has not executed all of "
              + from.gtids(),
          "if it is a replica, let it catch up; else the histories have parted: set source.epoch to "
              + (from.epoch() + 1)
              + " and "
              + RELOAD);
    }
    requireSameLog(from, server);
    if (!admin.isSubset(admin.gtidPurged(), from.gtids())) {
      throw fatal(
          "LOG-PURGED",
          "the server has purged log that is still needed, after " + from.gtids(),
          RELOAD + "; raise binlog_expire_logs_seconds");
    }
    if (!new SchemaHistoryFile(options.schemaHistory()).exists()) {
      throw fatal(
          "SCHEMA-HISTORY-LOST",
          "the file "
              + options.schemaHistory()
              + " is gone: nothing else tells which shape tables had where in the log",
          "bring the data directory back, or " + RELOAD);
    }
    return from;
  }

  /** A log that was begun anew, by RESET or under another name, has lower positions. */
  private void requireSameLog(MysqlPosition from, String server) throws SQLException {
    BinlogPosition end = admin.requireStatus().position();
    boolean comparable = server.equals(from.serverUuid()) && options.epoch() == from.epoch();
    if (comparable && end.compareTo(from.binlog()) < 0) {
      throw fatal(
          "LOG-RESTARTED",
          "the server has begun its log anew: it ends at "
              + end
              + ", and was read up to "
              + from.binlog()
              + " before",
          "set source.epoch to " + (from.epoch() + 1) + ", so that versions go on growing");
    }
  }

  /** Statements, and parts of rows, would be passed over. */
  private void requireRows() throws SQLException {
    requireSetting("binlog_format", "ROW", "LOG-FORMAT");
    requireSetting("binlog_row_image", "FULL", "LOG-ROW-IMAGE");
  }

  private void requireSetting(String name, String value, String code) throws SQLException {
    String found = admin.setting(name).orElse(value);
    if (!found.equalsIgnoreCase(value)) {
      throw fatal(
          code,
          name + " is " + found + ": the log does not carry whole rows",
          "SET PERSIST " + name + " = " + value + ", have sessions connect anew, and " + RELOAD);
    }
  }

  private MysqlPosition read(SourcePosition position) {
    try {
      return MysqlPosition.of(position);
    } catch (IllegalArgumentException e) {
      throw fatal(
          "CHECKPOINT-FOREIGN",
          "the checkpoint was not made with a MySQL source",
          "name the right pipeline, or " + RELOAD);
    }
  }

  private void requireEpoch(MysqlPosition from, String server) {
    if (options.epoch() < from.epoch()) {
      throw fatal(
          "EPOCH-LOWERED",
          "source.epoch is " + options.epoch() + ", and was " + from.epoch() + " before",
          "set source.epoch to " + from.epoch() + " or more");
    }
    if (!server.equals(from.serverUuid()) && options.epoch() == from.epoch()) {
      throw fatal(
          "SOURCE-REPLACED",
          "this is server " + server + "; so far server " + from.serverUuid() + " was read",
          "if it took over from that one, set source.epoch to "
              + (from.epoch() + 1)
              + "; else correct source.host");
    }
  }

  private LockstepException fatal(String code, String what, String remedy) {
    return new LockstepException(
        Problem.error(Category.SOURCE, code, what, options.address(), remedy));
  }
}
