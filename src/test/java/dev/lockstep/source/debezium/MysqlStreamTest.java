package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.source.mysql.SharedMysql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedMysql.class)
class MysqlStreamTest {
  @Test
  void loadsTheRowsAndThenStreamsWhatChanges(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "load_and_stream");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(20))",
        "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    try (Reading reading = Reading.load(database.options(dir), database.needs("t"))) {
      assertThat(reading.awaitLoadedChanges()).hasSize(3);
      Version loaded = reading.awaitLoaded().get(0).version();
      transaction(
          database,
          "INSERT INTO t VALUES (5001, 'new')",
          "UPDATE t SET name = 'x' WHERE id = 1",
          "DELETE FROM t WHERE id = 2",
          "UPDATE t SET id = 6000 WHERE id = 3");
      List<Transaction> streamed = reading.awaitStreamed(1);
      assertThat(streamed).hasSize(1);
      assertThat(streamed.get(0).changes())
          .hasSize(4)
          .hasExactlyElementsOfTypes(
              Change.Insert.class, Change.Update.class, Change.Delete.class, Change.Update.class);
      assertThat(streamed.get(0).version()).isGreaterThan(loaded);
      assertThat(streamed.get(0).version().ordinal()).isEqualTo(4);
    }
  }

  @Test
  void resumingAfterAnyTransactionGivesExactlyTheLaterOnes(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "restart");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(20))",
        "INSERT INTO t VALUES (0, 'first')");
    List<Transaction> whole = new ArrayList<>();
    try (Reading reading = Reading.load(database.options(dir), database.needs("t"))) {
      whole.add(reading.awaitLoaded().get(0));
      reading.stopAcknowledging();
      database.execute(
          "INSERT INTO t VALUES (1, 'm'), (2, 'm'), (3, 'm'), (4, 'm')",
          "UPDATE t SET id = 100 WHERE id = 1",
          "ALTER TABLE t CHANGE name title varchar(30)",
          "UPDATE t SET id = id + 1000 ORDER BY id DESC",
          "TRUNCATE t",
          "INSERT INTO t VALUES (1, 'z')",
          "DELETE FROM t WHERE id = 1");
      whole.addAll(reading.awaitStreamed(6));
    }
    assertThat(whole).hasSize(7);
    for (int i = 0; i < whole.size() - 1; i++) {
      List<Transaction> later = whole.subList(i + 1, whole.size());
      SourcePosition from = Objects.requireNonNull(whole.get(i).position());
      try (Reading reading = Reading.resume(database.options(dir), database.needs("t"), from)) {
        reading.stopAcknowledging();
        assertThat(reading.awaitStreamed(later.size()))
            .as("after transaction %d", i)
            .isEqualTo(later);
      }
    }
  }

  private static void transaction(MysqlDatabase database, String... statements) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }
}
