package dev.lockstep.source.mysql;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Finds what is wrong with a server's place among its replicas. */
final class MysqlReplicationChecks {
  private final MysqlOptions options;
  private final JdbcSession session;
  private final MysqlVariables variables;
  private final MysqlGrants grants;
  private final List<Problem> problems;

  MysqlReplicationChecks(
      MysqlOptions options, JdbcSession session, MysqlState state, List<Problem> problems) {
    this.options = options;
    this.session = session;
    this.variables = state.variables();
    this.grants = state.grants();
    this.problems = problems;
  }

  void check() throws SQLException {
    ownNumber();
    replica();
    if (grants.globally("REPLICATION SLAVE")) {
      otherReplicas();
    }
    if (grants.globally("REPLICATION CLIENT")) {
      filters();
    }
  }

  private void ownNumber() {
    long server = variables.number("server_id");
    if (server == 0) {
      error(
          "SERVER-ID-MISSING",
          "server_id is 0, so the server refuses every reader of its log",
          "SET PERSIST server_id = 1, or another number that no replica has");
    } else if (server == options.serverId()) {
      error(
          "SERVER-ID-IN-USE",
          "source.server-id is " + server + ", which is the server's own server_id",
          "choose another number for source.server-id");
    }
  }

  /** Readers that are no servers, such as Lockstep itself, are not in this list. */
  private void otherReplicas() throws SQLException {
    String sql = variables.saysReplica() ? "SHOW REPLICAS" : "SHOW SLAVE HOSTS";
    if (session.query(sql, row -> row.getLong(1)).contains(options.serverId())) {
      error(
          "SERVER-ID-IN-USE",
          "a replica of the server has the server_id " + options.serverId(),
          "choose another number for source.server-id");
    }
  }

  private void replica() {
    if (!variables.isOn("read_only") && !variables.isOn("super_read_only")) {
      return;
    }
    problems.add(
        Problem.warning(
            Category.SOURCE,
            "SOURCE-READ-ONLY",
            "the server is a replica (read_only): changes come as late as its source sends them",
            options.address(),
            "nothing, if you read a replica on purpose; else name the server that is written to"));
    boolean logs = variables.isOn("log_replica_updates") || variables.isOn("log_slave_updates");
    if (!logs) {
      error(
          "LOG-REPLICA-UPDATES",
          "log_replica_updates is OFF: what the replica gets from its source is not in its log",
          "set log_replica_updates (log_slave_updates before 8.0.26) = ON and restart the server");
    }
  }

  /** Since rows are logged, a filter goes by the database of the table. */
  private void filters() throws SQLException {
    for (Filters filters : session.query(status(), Filters::of)) {
      if (filters.drop(options.database())) {
        error(
            "LOG-FILTERED",
            "the server leaves the database " + options.database() + " out of its log",
            "remove it from binlog_ignore_db, or add it to binlog_do_db, and restart the server");
      }
    }
  }

  private String status() {
    return MysqlAdmin.statusQuery(variables.get("version"));
  }

  private record Filters(List<String> only, List<String> not) {
    static Filters of(ResultSet row) throws SQLException {
      return new Filters(names(row.getString(3)), names(row.getString(4)));
    }

    private static List<String> names(String list) {
      return Arrays.stream(list.split(",")).filter(name -> !name.isEmpty()).toList();
    }

    boolean drop(String database) {
      return only.isEmpty() ? not.contains(database) : !only.contains(database);
    }
  }

  private void error(String code, String what, String remedy) {
    problems.add(Problem.error(Category.SOURCE, code, what, options.address(), remedy));
  }
}
