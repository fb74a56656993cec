package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Finds what an account may not do that a pipeline needs. */
final class MysqlRightsChecks {
  private static final List<String> WRITES = List.of("SELECT", "INSERT", "UPDATE");

  private final MysqlOptions options;
  private final JdbcSession session;
  private final MysqlState state;
  private final List<Problem> problems;

  MysqlRightsChecks(
      MysqlOptions options, JdbcSession session, MysqlState state, List<Problem> problems) {
    this.options = options;
    this.session = session;
    this.state = state;
    this.problems = problems;
  }

  void check(Collection<TableId> tables) throws SQLException {
    log();
    load(tables);
    if (!state.variables().isOn("read_only")) {
      heartbeat();
    }
  }

  private void log() {
    List<String> missing =
        Stream.of("REPLICATION SLAVE", "REPLICATION CLIENT")
            .filter(privilege -> !state.grants().globally(privilege))
            .toList();
    if (!missing.isEmpty()) {
      problems.add(
          Problem.error(
              Category.SOURCE,
              "REPLICATION-RIGHT",
              "the user " + options.user() + " may not read the log: it lacks " + missing,
              options.address(),
              "GRANT " + String.join(", ", missing) + " ON *.* TO " + state.account()));
    }
  }

  /** A load takes its place in the log while nobody writes, for a moment. */
  private void load(Collection<TableId> tables) {
    List<String> grants = new ArrayList<>();
    if (!state.grants().globally("RELOAD") && !state.grants().globally("FLUSH_TABLES")) {
      grants.add("GRANT RELOAD ON *.* TO " + state.account());
    }
    if (!tables.stream().allMatch(table -> state.grants().on(table, "LOCK TABLES"))) {
      grants.add(MysqlNames.grantLocks(options.database(), state.account()));
    }
    if (!grants.isEmpty()) {
      problems.add(
          Problem.error(
              Category.SOURCE,
              "LOAD-RIGHT",
              "the user "
                  + options.user()
                  + " may not stop writes for the moment in which a load"
                  + " takes its place in the log",
              options.address(),
              String.join("; ", grants)));
    }
  }

  /** Without the table of heartbeats a pipeline runs, and knows less. */
  private void heartbeat() throws SQLException {
    TableId table = HeartbeatTable.table(options.database());
    boolean there = isThere(table);
    List<String> needed = new ArrayList<>(WRITES);
    if (!there) {
      needed.add("CREATE");
    }
    if (!needed.stream().allMatch(privilege -> state.grants().on(table, privilege))) {
      problems.add(
          Problem.warning(
              Category.SOURCE,
              "HEARTBEAT-TABLE",
              there
                  ? "the user may not write into Lockstep's own table"
                  : "Lockstep's own table is not there, and the user may not make it",
              table.toString(),
              "run: "
                  + (there ? "" : HeartbeatTable.ddl(options.database()) + "; ")
                  + MysqlNames.grant(WRITES, table, state.account())
                  + ". Without it the pipeline runs and only reads: an idle source's lag is told by"
                  + " the server's place in its log, and the source is known by its server's"
                  + " uuid, so that a failover looks like another source"));
    }
  }

  private boolean isThere(TableId table) throws SQLException {
    String sql =
        "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";
    return !session.query(sql, row -> 1, table.schema(), table.name()).isEmpty();
  }
}
