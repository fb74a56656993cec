package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.demo.MysqlServer;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.ProbedDatabase;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.StructureContract;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlStructuresTest extends StructureContract {
  private final MysqlServer server;

  MysqlStructuresTest(MysqlServer server) {
    this.server = server;
  }

  @Override
  protected ProbedDatabase database(String name, Path dir) throws SQLException {
    return new ProbedMysql(server, name, dir);
  }

  @Test
  void theLogHasComputedColumnsAndLockstepsOwnTableIsNoneOfThem(@TempDir Path dir)
      throws Exception {
    ProbedDatabase database = database("structure_own", dir);
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, twice INT AS (id * 2) STORED,"
            + " u BIGINT UNSIGNED, d DECIMAL(12, 2))",
        HeartbeatTable.ddl("structure_own"));
    try (SourceCatalog catalog = database.catalog()) {
      assertThat(catalog.structures(List.of()))
          .singleElement()
          .satisfies(
              table -> {
                assertThat(table.table()).isEqualTo(database.table("t"));
                assertThat(table.field("twice").map(Field::generated)).contains(false);
                assertThat(table.field("u").map(Field::digits)).contains(20);
                assertThat(table.field("d").map(Field::digits)).contains(0);
              });
    }
  }

  @Test
  void ofAnotherDatabaseItTellsThatItIsNotRead(@TempDir Path dir) throws Exception {
    ProbedDatabase here = database("structure_here", dir);
    ProbedDatabase there = database("structure_there", dir);
    there.execute("CREATE TABLE t (id INT PRIMARY KEY)");
    try (SourceCatalog catalog = here.catalog()) {
      assertThat(catalog.structures(List.of("structure_there")))
          .singleElement()
          .satisfies(
              table ->
                  assertThat(table.obstacles())
                      .extracting(Problem::code)
                      .containsExactly("SOURCE-TABLE-ELSEWHERE"));
    }
  }

  @Test
  void aKeyMayHoldTheBeginningOfATextAndThenIsTheWholeOfIt(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("structure_prefix", dir);
    database.execute("CREATE TABLE t (name TEXT NOT NULL, PRIMARY KEY (name(10)))");
    try (SourceCatalog catalog = database.catalog()) {
      TableStructure table = catalog.structures(List.of()).get(0);

      assertThat(table.key()).containsExactly("name");
      assertThat(table.primary()).isTrue();
    }
  }
}
