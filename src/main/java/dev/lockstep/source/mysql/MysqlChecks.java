package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what is wrong with a server for a pipeline, before it starts. */
final class MysqlChecks {
  private static final Duration SHORT_LOG = Duration.ofDays(1);

  private final MysqlOptions options;
  private final JdbcSession session;
  private final List<Problem> problems = new ArrayList<>();

  MysqlChecks(MysqlOptions options, JdbcSession session) {
    this.options = options;
    this.session = session;
  }

  /** Everything at once; of a server that is no MySQL of our time, only that. */
  List<Problem> all(Map<TableId, TableNeeds> tables) throws SQLException {
    MysqlState state = MysqlState.read(session);
    if (isKnown(state.variables())) {
      log(state.variables());
      transactionIds(state.variables());
      retention(state.variables());
      new MysqlReplicationChecks(options, session, state, problems).check();
      new MysqlRightsChecks(options, session, state, problems).check(tables.keySet());
      tables(tables, state);
    }
    return List.copyOf(problems);
  }

  private void tables(Map<TableId, TableNeeds> tables, MysqlState state) throws SQLException {
    MysqlTableChecks checks = new MysqlTableChecks(options, session, problems);
    ZeroDates dates = new ZeroDates(session, state.variables(), problems);
    for (Map.Entry<TableId, TableNeeds> entry : tables.entrySet()) {
      if (checks.check(entry.getKey(), entry.getValue())) {
        dates.check(entry.getKey(), entry.getValue());
      }
    }
  }

  private boolean isKnown(MysqlVariables variables) {
    boolean known = variables.isAtLeast(8, 0) && !variables.isMariaDb();
    if (!known) {
      error(
          "SOURCE-VERSION",
          "the server is "
              + (variables.isMariaDb() ? "" : "MySQL ")
              + variables.get("version")
              + "; MySQL 8.0 is the oldest",
          "upgrade the server");
    }
    return known;
  }

  private void log(MysqlVariables variables) {
    if (!variables.isOn("log_bin")) {
      error(
          "BINLOG-OFF",
          "the server writes no binary log",
          "set log_bin and restart the server (on Amazon RDS, turn automated backups on)");
    }
    String format = variables.get("binlog_format");
    if (!format.isEmpty() && !format.equals("ROW")) {
      error(
          "LOG-FORMAT",
          "binlog_format is " + format + ", so the log does not carry rows",
          "SET PERSIST binlog_format = 'ROW'; sessions that are open keep the old one");
    }
    if (!variables.is("binlog_row_image", "FULL")) {
      error(
          "LOG-ROW-IMAGE",
          "binlog_row_image is " + variables.get("binlog_row_image") + ": rows are logged in part",
          "SET PERSIST binlog_row_image = 'FULL'; sessions that are open keep the old one");
    }
    if (variables.get("binlog_row_value_options").contains("PARTIAL_JSON")) {
      error(
          "LOG-JSON-PARTIAL",
          "binlog_row_value_options is PARTIAL_JSON: JSON is logged in part",
          "SET PERSIST binlog_row_value_options = ''; sessions that are open keep the old one");
    }
  }

  private void transactionIds(MysqlVariables variables) {
    if (!variables.is("gtid_mode", "ON") || !variables.is("enforce_gtid_consistency", "ON")) {
      error(
          "GTID-OFF",
          "gtid_mode is "
              + variables.get("gtid_mode")
              + " and enforce_gtid_consistency "
              + variables.get("enforce_gtid_consistency")
              + ": a place in the log means nothing on another server",
          "set enforce_gtid_consistency = ON, then gtid_mode = OFF_PERMISSIVE, ON_PERMISSIVE, ON,"
              + " one after the other");
    }
  }

  private void retention(MysqlVariables variables) throws SQLException {
    if (isOnRds()) {
      rdsRetention();
      return;
    }
    long seconds = variables.number("binlog_expire_logs_seconds");
    long effective =
        seconds > 0 ? seconds : Duration.ofDays(variables.number("expire_logs_days")).toSeconds();
    if (effective > 0 && effective < SHORT_LOG.toSeconds()) {
      shortLog(
          "the server throws away its log after " + effective + " s",
          "SET PERSIST binlog_expire_logs_seconds = 259200, or longer than your longest stop");
    }
  }

  private boolean isOnRds() throws SQLException {
    return !session
        .query(
            "SELECT 1 FROM information_schema.TABLES"
                + " WHERE TABLE_SCHEMA = 'mysql' AND TABLE_NAME = 'rds_configuration'",
            row -> 1)
        .isEmpty();
  }

  /** Amazon RDS throws away its log as soon as it can, whatever the server's variables say. */
  private void rdsRetention() throws SQLException {
    List<Long> hours =
        session.query(
            "SELECT coalesce(value, 0) FROM mysql.rds_configuration"
                + " WHERE name = 'binlog retention hours'",
            row -> row.getLong(1));
    if (hours.isEmpty() || hours.get(0) < SHORT_LOG.toHours()) {
      shortLog(
          "Amazon RDS throws away the log after " + (hours.isEmpty() ? 0 : hours.get(0)) + " hours",
          "CALL mysql.rds_set_configuration('binlog retention hours', 72)");
    }
  }

  private void shortLog(String what, String remedy) {
    problems.add(
        Problem.warning(
            Category.SOURCE,
            "LOG-RETENTION",
            what + ": a pipeline that is stopped for longer has to load again",
            options.address(),
            remedy));
  }

  private void error(String code, String what, String remedy) {
    problems.add(Problem.error(Category.SOURCE, code, what, options.address(), remedy));
  }
}
