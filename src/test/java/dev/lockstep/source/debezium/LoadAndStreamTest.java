package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.Transaction;
import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.source.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServer.class)
class LoadAndStreamTest {
  @Test
  void loadsTheRowsAndThenStreamsWhatChanges(PostgresServer server, @TempDir Path dir)
      throws Exception {
    TestDatabase database = new TestDatabase(server, "load_and_stream");
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, name text)",
        "INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 5000) i");
    try (Reading reading = Reading.load(database.options(dir), TestDatabase.needs("t"))) {
      List<Transaction> loaded = reading.awaitLoaded();
      assertThat(loaded.stream().mapToInt(t -> t.changes().size()).sum()).isEqualTo(5000);
      database.execute(
          "BEGIN; INSERT INTO t VALUES (5001, 'new'); UPDATE t SET name = 'x' WHERE id = 1;"
              + " DELETE FROM t WHERE id = 2; UPDATE t SET id = 6000 WHERE id = 3; COMMIT");
      List<Transaction> streamed = reading.awaitStreamed(1);
      assertThat(streamed).hasSize(1);
      assertThat(streamed.get(0).changes())
          .hasSize(4)
          .hasExactlyElementsOfTypes(
              Change.Insert.class, Change.Update.class, Change.Delete.class, Change.Update.class);
      System.out.println(
          loaded.get(loaded.size() - 1).version() + " " + streamed + reading.source().status());
    }
  }
}
