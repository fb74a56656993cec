package dev.lockstep.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.jdbc.JdbcSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedServer.class)
@ResourceLock(SharedServer.LOCK)
class PostgresDeadlockTest {
  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'a'::regclass";

  private static final String DEADLOCKS =
      "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";

  @Test
  void asksAgainAfterADeadlock(PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "deadlock");
    database.execute(
        "CREATE TABLE a (id int)",
        "CREATE TABLE b (id int)",
        "CREATE FUNCTION b_then_a() RETURNS int LANGUAGE plpgsql AS"
            + " 'BEGIN LOCK TABLE b, a IN ACCESS SHARE MODE; RETURN 7; END'",
        // Who waits this long for a lock looks for a deadlock, once, and is its victim.
        "ALTER DATABASE deadlock SET deadlock_timeout = '2s'");
    try (JdbcSession session = PostgresConnections.session(database.options(dir));
        Connection other = database.connect();
        Statement truncating = other.createStatement()) {
      truncating.execute("SET deadlock_timeout = '1h'");
      other.setAutoCommit(false);
      truncating.execute("TRUNCATE a");
      CompletableFuture<List<Integer>> answer =
          CompletableFuture.supplyAsync(() -> answer(session));
      await().until(() -> database.text(WAITING).equals("1"));
      truncating.execute("TRUNCATE b");
      other.commit();
      assertThat(answer.get(1, TimeUnit.MINUTES)).containsExactly(7);
      await().until(() -> database.text(DEADLOCKS).equals("1"));
    }
  }

  private static List<Integer> answer(JdbcSession session) {
    try {
      return session.query("SELECT b_then_a()", row -> row.getInt(1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
