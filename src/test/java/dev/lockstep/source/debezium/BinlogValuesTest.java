package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.mysql.TypeMatrix;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class BinlogValuesTest {
  private static final List<TypeMatrix.Case> CASES = TypeMatrix.cases();

  @Test
  void everyTypeIsTheSameByLoadAndByStream(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "values_of_all_types");
    database.execute(TypeMatrix.createTable("t"));
    insert(database, 1);
    try (Reading reading = Reading.load(database.options(dir), database.needs("t"))) {
      List<Change> loaded = reading.awaitLoadedChanges();
      insert(database, 2);
      List<Change> streamed = reading.awaitStreamed(1).get(0).changes();
      assertThat(loaded).hasSize(1);
      assertThat(streamed).hasSize(1);
      SoftAssertions.assertSoftly(
          softly -> {
            compare(softly, "loaded", row(loaded.get(0)));
            compare(softly, "streamed", row(streamed.get(0)));
          });
    }
  }

  private static void insert(MysqlDatabase database, int id) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(TypeMatrix.SESSION);
      statement.execute(TypeMatrix.insert("t", id));
    }
  }

  private static Row row(Change change) {
    return change instanceof Change.Insert insert ? insert.row() : ((Change.Read) change).row();
  }

  private static void compare(SoftAssertions softly, String way, Row row) {
    for (int i = 0; i < CASES.size(); i++) {
      softly
          .assertThat(row.get(row.schema().indexOf("c" + i)))
          .as(way + ": " + CASES.get(i))
          .isEqualTo(CASES.get(i).held());
    }
  }
}
