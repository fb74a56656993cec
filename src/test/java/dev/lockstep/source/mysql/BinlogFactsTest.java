package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.jdbc.JdbcSession;
import dev.lockstep.testing.servers.TestServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the server writes into its log, and what not: the ground on which all else stands. */
@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class BinlogFactsTest {
  private static final String PARENT = "CREATE TABLE parent (id INT PRIMARY KEY)";

  private static String child(String action) {
    return "CREATE TABLE child (id INT PRIMARY KEY, parent_id INT,"
        + " FOREIGN KEY (parent_id) REFERENCES parent (id) "
        + action
        + ")";
  }

  @Test
  void aCascadingDeleteLogsTheChildrenOnlyWhereTheServerCarriesItOut(
      MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "cascade_delete");
    database.execute(PARENT, child("ON DELETE CASCADE"));
    assertThat(
            logged(
                database,
                dir,
                "INSERT INTO parent VALUES (1)",
                "INSERT INTO child VALUES (10, 1)",
                "DELETE FROM parent"))
        .containsExactlyElementsOf(
            rows(
                "insert parent[1]",
                "insert child[10, 1]",
                logsActions(database, dir) ? "delete child[10, 1]" : "",
                "delete parent[1]"));
    assertThat(database.text("SELECT count(*) FROM child")).isEqualTo("0");
  }

  @Test
  void settingReferencesToNullLogsTheChildrenOnlyWhereTheServerCarriesItOut(
      MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "cascade_null");
    database.execute(PARENT, child("ON DELETE SET NULL ON UPDATE SET NULL"));
    boolean children = logsActions(database, dir);
    assertThat(
            logged(
                database,
                dir,
                "INSERT INTO parent VALUES (1), (2)",
                "INSERT INTO child VALUES (10, 1), (20, 2)",
                "DELETE FROM parent WHERE id = 1",
                "UPDATE parent SET id = 3"))
        .containsExactlyElementsOf(
            rows(
                "insert parent[1]",
                "insert parent[2]",
                "insert child[10, 1]",
                "insert child[20, 2]",
                children ? "update child[10, null]" : "",
                "delete parent[1]",
                children ? "update child[20, null]" : "",
                "update parent[3]"));
    assertThat(database.text("SELECT count(parent_id) FROM child")).isEqualTo("0");
  }

  @Test
  void aCascadingUpdateLogsTheChildrenOnlyWhereTheServerCarriesItOut(
      MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "cascade_update");
    database.execute(PARENT, child("ON UPDATE CASCADE"));
    assertThat(
            logged(
                database,
                dir,
                "INSERT INTO parent VALUES (1)",
                "INSERT INTO child VALUES (10, 1)",
                "UPDATE parent SET id = 2"))
        .containsExactlyElementsOf(
            rows(
                "insert parent[1]",
                "insert child[10, 1]",
                logsActions(database, dir) ? "update child[10, 2]" : "",
                "update parent[2]"));
    assertThat(database.text("SELECT parent_id FROM child")).isEqualTo("2");
  }

  @Test
  void replacingAParentCascadesWhereInnoDbCarriesItOutAndNowhereElse(
      MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "cascade_replace");
    database.execute(PARENT, child("ON DELETE CASCADE"));
    database.execute("ALTER TABLE parent ADD name VARCHAR(9)");
    assertThat(
            logged(
                database,
                dir,
                "INSERT INTO parent VALUES (1, 'a')",
                "INSERT INTO child VALUES (10, 1)",
                "REPLACE INTO parent VALUES (1, 'b')"))
        .hasSize(4)
        .noneMatch(row -> row.startsWith("delete child"));
    assertThat(database.text("SELECT count(*) FROM child"))
        .isEqualTo(logsActions(database, dir) ? "1" : "0");
  }

  @Test
  void aServerThatLeavesTheActionsToInnoDbIsKnownByItsSetting(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase any = new MysqlDatabase(server, "which_release");
    assumeTrue(logsActions(any, dir), "this release has only one way to carry them out");
    try (MysqlServer other =
        TestServers.mysql(dir.resolve("other"), Map.of("innodb-native-foreign-keys", "ON"))) {
      MysqlDatabase database = new MysqlDatabase(other, "native");
      database.execute(PARENT, child("ON DELETE CASCADE"));
      assertThat(logsActions(database, dir)).isFalse();
      assertThat(
              logged(
                  database,
                  dir,
                  "INSERT INTO parent VALUES (1)",
                  "INSERT INTO child VALUES (10, 1)",
                  "DELETE FROM parent"))
          .containsExactly("insert parent[1]", "insert child[10, 1]", "delete parent[1]");
    }
  }

  @Test
  void generatedColumnsAreLogged(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "generated");
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, n INT, kept INT AS (n + 1) STORED,"
            + " computed INT AS (n + 2) VIRTUAL, last INT)");
    assertThat(
            logged(
                database,
                dir,
                "INSERT INTO t (id, n, last) VALUES (1, 10, 7)",
                "UPDATE t SET n = 20",
                "DELETE FROM t"))
        .containsExactly(
            "insert t[1, 10, 11, 12, 7]",
            "update t[1, 20, 21, 22, 7]",
            "delete t[1, 20, 21, 22, 7]");
  }

  @Test
  void aZeroDateIsReadAsNull(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "zero_date");
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, d DATE NOT NULL, t DATETIME NOT NULL,"
            + " s TIMESTAMP NOT NULL)");
    assertThat(
            logged(
                database,
                dir,
                "SET sql_mode = ''",
                "INSERT INTO t VALUES (1, '0000-00-00', '0000-00-00', '0000-00-00')",
                "INSERT INTO t VALUES (2, '2024-00-10', '2024-01-00 10:00:00', 0)"))
        .containsExactly("insert t[1, null, null, null]", "insert t[2, null, null, null]");
  }

  @Test
  void aShiftOfKeysIsOneUpdateAfterTheOther(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "key_shift");
    database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
    assertThat(
            logged(
                database,
                dir,
                "INSERT INTO t VALUES (1), (2)",
                "UPDATE t SET id = id + 1 ORDER BY id DESC"))
        .containsExactly("insert t[1]", "insert t[2]", "update t[3]", "update t[2]");
  }

  private static List<String> rows(String... rows) {
    return Stream.of(rows).filter(row -> !row.isEmpty()).toList();
  }

  /** As the product finds it out. */
  private static boolean logsActions(MysqlDatabase database, Path dir) throws SQLException {
    try (JdbcSession session = MysqlConnections.session(database.options(dir))) {
      return !new MysqlForeignKeys(session).actSilently();
    }
  }

  /** The rows that the statements, all in one session, leave in the log. */
  private static List<String> logged(MysqlDatabase database, Path dir, String... statements)
      throws Exception {
    database.execute("CREATE TABLE done (id INT PRIMARY KEY)");
    MysqlOptions options = database.options(dir);
    try (MysqlAdmin admin = new MysqlAdmin(options);
        BinlogRows log = BinlogRows.from(options, admin.status().orElseThrow().position())) {
      database.execute(statements);
      database.execute("INSERT INTO done VALUES (1)");
      return log.until("done");
    }
  }
}
