package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.jdbc.JdbcSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlDeadlockTest {
  private static final String WAITING = "SELECT count(*) FROM performance_schema.data_lock_waits";

  private static final String DEADLOCKS =
      "SELECT count FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks'";

  @Test
  void asksAgainAfterADeadlock(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "deadlock");
    database.execute(
        "CREATE TABLE a (id INT PRIMARY KEY, n INT)",
        "CREATE TABLE b (id INT PRIMARY KEY, n INT)",
        "INSERT INTO a VALUES (1, 0)",
        "INSERT INTO b VALUES (1, 0), (2, 0), (3, 0)",
        "CREATE TRIGGER b_too AFTER UPDATE ON a FOR EACH ROW UPDATE b SET n = 1 WHERE id = 1");
    int before = Integer.parseInt(database.text(DEADLOCKS));
    try (JdbcSession session = MysqlConnections.session(database.options(dir));
        Connection other = database.connect();
        Statement second = other.createStatement()) {
      other.setAutoCommit(false);
      // The server ends the transaction that has changed less.
      second.execute("UPDATE b SET n = 2");
      CompletableFuture<Void> done = CompletableFuture.runAsync(() -> updateBoth(session));
      await().until(() -> database.text(WAITING).equals("1"));
      second.execute("UPDATE a SET n = 2");
      other.commit();
      done.get(1, TimeUnit.MINUTES);
    }
    assertThat(Integer.parseInt(database.text(DEADLOCKS))).isGreaterThan(before);
    assertThat(database.text("SELECT n FROM a")).isEqualTo("1");
    assertThat(database.text("SELECT group_concat(n ORDER BY id) FROM b")).isEqualTo("1,2,2");
  }

  private static void updateBoth(JdbcSession session) {
    try {
      session.execute("UPDATE deadlock.a SET n = ? WHERE id = ?", 1, 1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
