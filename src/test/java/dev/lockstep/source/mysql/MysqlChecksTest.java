package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.problem.Problem;
import dev.lockstep.problem.Problem.Severity;
import dev.lockstep.source.jdbc.JdbcSession;
import dev.lockstep.testing.servers.TestServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlChecksTest {
  private static final TableNeeds PLAIN = new TableNeeds(List.of(), List.of(), List.of());

  @Test
  void findsNothingWrongWhereNothingIs(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "check_good");
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, d DATETIME)");

    assertThat(check(database.options(dir), Map.of(database.table("t"), columns("id", "d"))))
        .isEmpty();
  }

  @Test
  void findsAllThatIsWrongWithTables(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "check_tables");
    database.execute(
        "CREATE TABLE keyless (a INT)",
        "CREATE TABLE named (a INT NOT NULL, b INT PRIMARY KEY, c INT NOT NULL UNIQUE)",
        "CREATE TABLE old (id INT PRIMARY KEY) ENGINE = MyISAM",
        "CREATE VIEW v AS SELECT 1 AS id",
        "CREATE TABLE Cases (id INT PRIMARY KEY)",
        "CREATE TABLE parts (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2");
    Map<TableId, TableNeeds> needs =
        new HashMap<>(database.needs("keyless", "old", "v", "cases", "parts"));
    needs.put(database.table("named"), new TableNeeds(List.of(), List.of(), List.of("a")));
    needs.put(new TableId("mysql", "user"), PLAIN);

    assertThat(found(check(database.options(dir), needs)))
        .containsExactlyInAnyOrder(
            "error check_tables.keyless KEY-MISSING",
            "warning check_tables.old ENGINE-WITHOUT-TRANSACTIONS",
            "error check_tables.v SOURCE-TABLE-KIND",
            "error check_tables.cases SOURCE-TABLE-MISSING",
            "warning check_tables.named KEY-NOT-ENFORCED",
            "warning check_tables.parts PARTITIONS-UNLOGGED",
            "error mysql.user SOURCE-TABLE-ELSEWHERE");
    needs.put(database.table("named"), new TableNeeds(List.of(), List.of(), List.of("c")));
    assertThat(check(database.options(dir), needs))
        .extracting(Problem::code)
        .doesNotContain("KEY-NOT-ENFORCED");
    assertThat(check(database.options(dir), database.needs("cases")))
        .extracting(Problem::remedy)
        .containsExactly("write it as the server does: Cases");
  }

  @Test
  void namesTheColumnsThatAreComputedFromWhatChangesUnlogged(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "check_computed");
    database.execute(
        "CREATE TABLE p (id INT PRIMARY KEY)",
        "CREATE TABLE t (id INT PRIMARY KEY, n INT, ref INT, other INT,"
            + " of_n INT AS (n + 1) VIRTUAL, of_ref INT AS (ref + 1) VIRTUAL,"
            + " of_both INT AS (of_ref + n) VIRTUAL, of_other INT AS (other + 1) VIRTUAL,"
            + " kept INT AS (n + 2) STORED,"
            + " CONSTRAINT acts FOREIGN KEY (ref) REFERENCES p (id) ON DELETE SET NULL,"
            + " CONSTRAINT goes FOREIGN KEY (other) REFERENCES p (id) ON DELETE CASCADE)");
    TableNeeds all = columns("id", "n", "ref", "of_n", "of_ref", "of_both", "of_other", "kept");
    List<Problem> problems = check(database.options(dir), Map.of(database.table("t"), all));

    if (logsActions(database)) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(found(problems))
          .containsExactly(
              "error check_computed.t COLUMN-COMPUTED-UNLOGGED",
              "error check_computed.t COLUMN-COMPUTED-UNLOGGED");
      assertThat(problems).allMatch(problem -> problem.what().contains("'acts'"));
      assertThat(problems.stream().map(Problem::remedy).sorted())
          .satisfiesExactly(
              first -> assertThat(first).contains("except: [of_both]"),
              second -> assertThat(second).contains("except: [of_ref]"));
    }
    Map<TableId, TableNeeds> without =
        Map.of(database.table("t"), columns("id", "n", "ref", "of_n", "of_other", "kept"));
    assertThat(check(database.options(dir), without)).isEmpty();
  }

  /** From 9.6 on, unless it is told not to. */
  private static boolean logsActions(MysqlDatabase database) throws SQLException {
    return database
        .text(
            "SELECT VARIABLE_VALUE FROM performance_schema.global_variables"
                + " WHERE VARIABLE_NAME = 'innodb_native_foreign_keys'")
        .equals("OFF");
  }

  @Test
  void namesTheColumnsThatHoldDatesWhichAreNone(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "check_zero");
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, good DATE, zero DATE, part DATETIME(6) NOT NULL,"
            + " stamp TIMESTAMP NULL, unused DATE)",
        "SET SESSION sql_mode = ''",
        "INSERT INTO t VALUES (1, '2024-02-29', '0000-00-00', '2024-00-10 11:12:13',"
            + " '1970-01-02', '0000-00-00'), (2, NULL, NULL, '2024-01-01', NULL, NULL)");
    Map<TableId, TableNeeds> needs =
        Map.of(database.table("t"), columns("good", "zero", "part", "stamp"));

    assertThat(check(database.options(dir), needs))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("ZERO-DATE");
              assertThat(problem.what()).endsWith("in zero, part");
            });

    Map<TableId, TableNeeds> permitted =
        Map.of(
            database.table("t"),
            new TableNeeds(
                List.of("good", "zero", "part"), List.of(), List.of(), false, List.of("good")));
    assertThat(check(database.options(dir), permitted)).isEmpty();
  }

  @Test
  void findsMissingRightsAndItsRemediesMakeThem(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "check_rights");
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, secret INT)",
        "CREATE USER 'poor'@'%' IDENTIFIED BY 'x'",
        "GRANT SELECT (id) ON check_rights.t TO 'poor'@'%'");
    MysqlOptions poor = database.options(dir, "poor", "x");
    assertThat(found(check(poor, database.needs("t"))))
        .containsExactlyInAnyOrder(
            "error " + poor.address() + " REPLICATION-RIGHT",
            "error " + poor.address() + " LOAD-RIGHT",
            "warning check_rights.lockstep_heartbeat HEARTBEAT-TABLE",
            "error check_rights.t SOURCE-PERMISSION");

    database.execute(
        "GRANT REPLICATION SLAVE, REPLICATION CLIENT, RELOAD ON *.* TO 'poor'@'%'",
        "GRANT SELECT ON check_rights.t TO 'poor'@'%'",
        "GRANT LOCK TABLES ON check_rights.* TO 'poor'@'%'",
        "CREATE TABLE check_rights.lockstep_heartbeat (pipeline VARCHAR(128) PRIMARY KEY,"
            + " sent BIGINT NOT NULL, token VARCHAR(64))",
        "GRANT SELECT, INSERT, UPDATE ON check_rights.lockstep_heartbeat TO 'poor'@'%'");
    assertThat(check(poor, database.needs("t"))).isEmpty();
  }

  @Test
  void rightsThatComeByARoleCount(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "check_roles");
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY)",
        "CREATE ROLE reader",
        "GRANT SELECT, LOCK TABLES, INSERT, UPDATE, CREATE ON `check\\_roles`.* TO reader",
        "GRANT REPLICATION SLAVE, REPLICATION CLIENT, RELOAD ON *.* TO reader",
        "CREATE USER 'staff'@'%' IDENTIFIED BY 'x' DEFAULT ROLE reader");

    assertThat(check(database.options(dir, "staff", "x"), database.needs("t"))).isEmpty();
  }

  @Test
  void findsAllThatIsWrongWithAServer(@TempDir Path dir) throws Exception {
    Map<String, String> settings =
        Map.of(
            "binlog-format", "STATEMENT",
            "binlog-row-image", "MINIMAL",
            "binlog-row-value-options", "PARTIAL_JSON",
            "gtid-mode", "OFF",
            "enforce-gtid-consistency", "OFF",
            "binlog-expire-logs-seconds", "3600",
            "binlog-ignore-db", "bad",
            "log-slave-updates", "OFF",
            "sql-mode", "");
    try (MysqlServer server = TestServers.mysql(dir.resolve("mysql"), settings)) {
      MysqlDatabase database = new MysqlDatabase(server, "bad");
      database.execute("CREATE TABLE t (id INT PRIMARY KEY, d DATE)", "SET GLOBAL read_only = ON");
      MysqlOptions options = withServerId(database.options(dir), 1);

      List<Problem> problems = check(options, Map.of(database.table("t"), columns("d")));
      assertThat(found(problems))
          .containsExactlyInAnyOrder(
              "error " + options.address() + " LOG-FORMAT",
              "error " + options.address() + " LOG-ROW-IMAGE",
              "error " + options.address() + " LOG-JSON-PARTIAL",
              "error " + options.address() + " GTID-OFF",
              "warning " + options.address() + " LOG-RETENTION",
              "error " + options.address() + " LOG-FILTERED",
              "warning " + options.address() + " SOURCE-READ-ONLY",
              "error " + options.address() + " LOG-REPLICA-UPDATES",
              "error " + options.address() + " SERVER-ID-IN-USE",
              "warning bad.t ZERO-DATE-POSSIBLE");
      assertThat(problems).allMatch(problem -> !problem.remedy().isEmpty());

      database.execute(
          "SET GLOBAL read_only = OFF",
          "CREATE TABLE mysql.rds_configuration (name VARCHAR(100), value VARCHAR(100))",
          "INSERT INTO mysql.rds_configuration VALUES ('binlog retention hours', NULL)");
      assertThat(check(options, Map.of()))
          .filteredOn(problem -> problem.code().equals("LOG-RETENTION"))
          .extracting(Problem::what)
          .singleElement()
          .asString()
          .contains("Amazon RDS");
    }
  }

  @Test
  void aServerWithoutALogIsNoSource(@TempDir Path dir) throws Exception {
    try (MysqlServer server =
        TestServers.mysql(
            dir.resolve("mysql"),
            Map.of("skip-log-bin", "", "gtid-mode", "OFF", "server-id", "0"))) {
      MysqlDatabase database = new MysqlDatabase(server, "unlogged");

      assertThat(check(database.options(dir), Map.of()))
          .extracting(Problem::code)
          .contains("BINLOG-OFF", "GTID-OFF", "SERVER-ID-MISSING");
    }
  }

  private static TableNeeds columns(String... names) {
    return new TableNeeds(List.of(names), List.of(), List.of());
  }

  private static List<String> found(List<Problem> problems) {
    return problems.stream()
        .sorted(Comparator.comparing(Problem::code))
        .map(
            problem ->
                (problem.severity() == Severity.ERROR ? "error " : "warning ")
                    + problem.where()
                    + " "
                    + problem.code())
        .toList();
  }

  private static List<Problem> check(MysqlOptions options, Map<TableId, TableNeeds> needs)
      throws SQLException {
    try (JdbcSession session = MysqlConnections.session(options)) {
      return new MysqlChecks(options, session).all(needs);
    }
  }

  private static MysqlOptions withServerId(MysqlOptions options, long serverId) {
    return new MysqlOptions(
        options.host(),
        options.port(),
        options.database(),
        options.user(),
        options.password(),
        options.tls(),
        serverId,
        options.unloggedRows(),
        options.pipeline(),
        options.epoch(),
        options.limits(),
        options.spillDir(),
        options.schemaHistory(),
        options.debezium());
  }
}
