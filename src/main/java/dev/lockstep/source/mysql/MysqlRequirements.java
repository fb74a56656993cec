package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.source.SourceProbe.Requirement;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a server must allow, as statements for its administrator. */
final class MysqlRequirements {
  private static final List<String> WRITES = List.of("SELECT", "INSERT", "UPDATE", "CREATE");

  private static final String FORMAT = "binlog_format";
  private static final TableId COUNTERS =
      new TableId("performance_schema", "table_io_waits_summary_by_table");

  private final MysqlOptions options;
  private final JdbcSession session;
  private final List<Requirement> all = new ArrayList<>();

  MysqlRequirements(MysqlOptions options, JdbcSession session) {
    this.options = options;
    this.session = session;
  }

  List<Requirement> of(Map<TableId, TableNeeds> tables) throws SQLException {
    MysqlState state = MysqlState.read(session);
    log(state.variables());
    rights(state, tables);
    counters(state);
    return List.copyOf(all);
  }

  private void log(MysqlVariables variables) {
    format(variables);
    setting(variables, "log whole rows", "binlog_row_image", "FULL");
    setting(variables, "refuse what has no transaction id", "enforce_gtid_consistency", "ON");
    if (!variables.is("gtid_mode", "ON")) {
      for (String mode : List.of("OFF_PERMISSIVE", "ON_PERMISSIVE")) {
        add("number transactions, step by step", "SET PERSIST gtid_mode = " + mode, false);
      }
    }
    setting(variables, "number transactions", "gtid_mode", "ON");
  }

  private void setting(MysqlVariables variables, String purpose, String name, String value) {
    add(purpose, "SET PERSIST " + name + " = " + value, variables.is(name, value));
  }

  /** The form of the log is no setting any more where only one is left. */
  private void format(MysqlVariables variables) {
    boolean met = variables.get(FORMAT).isEmpty() || variables.is(FORMAT, "ROW");
    add("log rows", "SET PERSIST " + FORMAT + " = ROW", met);
  }

  private void rights(MysqlState state, Map<TableId, TableNeeds> tables) {
    MysqlGrants grants = state.grants();
    add(
        "read the log",
        "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO " + state.account(),
        grants.globally("REPLICATION SLAVE") && grants.globally("REPLICATION CLIENT"));
    add(
        "stop writes while a load takes its place in the log",
        "GRANT RELOAD ON *.* TO " + state.account(),
        grants.globally("RELOAD") || grants.globally("FLUSH_TABLES"));
    add(
        "the same, table by table",
        MysqlNames.grantLocks(options.database(), state.account()),
        tables.keySet().stream().allMatch(table -> grants.on(table, "LOCK TABLES")));
    for (TableId table : tables.keySet()) {
      add(
          "read the tables",
          MysqlNames.grant(List.of("SELECT"), table, state.account()),
          grants.on(table, "SELECT"));
    }
    TableId heartbeats = HeartbeatTable.table(options.database());
    add(
        "make and write Lockstep's own table",
        MysqlNames.grant(WRITES, heartbeats, state.account()),
        WRITES.stream().allMatch(privilege -> grants.on(heartbeats, privilege)));
  }

  /** Only plan and its prices want them. */
  private void counters(MysqlState state) {
    add(
        "count changes, for plan",
        MysqlNames.grant(List.of("SELECT"), COUNTERS, state.account()),
        state.grants().on(COUNTERS, "SELECT"));
  }

  private void add(String purpose, String statement, boolean met) {
    all.add(new Requirement(purpose, statement, met));
  }
}
