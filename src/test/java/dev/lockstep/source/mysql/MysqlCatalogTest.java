package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.SourceSnapshot;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlCatalogTest {
  private static final String WAITING =
      "SELECT count(*) FROM information_schema.PROCESSLIST"
          + " WHERE STATE = 'Waiting for table metadata lock'";

  @Test
  void describesTablesAsTheLogHasThem(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "described");
    database.execute(
        "CREATE TABLE t (b INT, a VARCHAR(9) NOT NULL, c INT AS (b + 1) VIRTUAL, d INT NOT NULL,"
            + " e VARCHAR(900), PRIMARY KEY (d, a(2)), UNIQUE (a, b))",
        "CREATE VIEW v AS SELECT 1",
        HeartbeatTable.ddl("described"));
    TableId id = database.table("t");
    try (MysqlCatalog catalog = new MysqlCatalog(database.options(dir))) {
      assertThat(catalog.tables()).containsExactly(id);
      SourceTable table = described(catalog, id, List.of());
      assertThat(table.schema().columns().stream().map(Column::name))
          .containsExactly("b", "a", "c", "d", "e");
      assertThat(table.schema().columns().stream().map(Column::nullable))
          .containsExactly(true, false, true, false, true);
      assertThat(table.schema().keyColumns()).containsExactly("d", "a");
      assertThat(table.schema().deferrableKey()).isFalse();
      assertThat(table.fullBeforeImage()).isTrue();
      assertThat(table.toastable()).isEmpty();
      assertThat(described(catalog, id, List.of("a", "b")).schema().deferrableKey()).isFalse();
      assertThat(described(catalog, id, List.of("e")).schema().deferrableKey()).isTrue();
      assertThat(catalog.describe(Map.of(id, List.of("no_such_column")))).isEmpty();
      assertThat(catalog.describe(Map.of(database.table("none"), List.of()))).isEmpty();
    }
  }

  @Test
  void aCharacterSetThatCannotBeReadIsNoTextThatIsCarried(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "charsets");
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, a TEXT CHARACTER SET koi8u,"
            + " b ENUM('x') CHARACTER SET koi8r)");
    TableId id = database.table("t");
    try (MysqlCatalog catalog = new MysqlCatalog(database.options(dir))) {
      assertThat(described(catalog, id, List.of()).schema().columns())
          .extracting(column -> column.type().kind())
          .containsExactly(Kind.INTEGER, Kind.UNSUPPORTED, Kind.ENUM);
    }
  }

  private static SourceTable described(MysqlCatalog catalog, TableId table, List<String> identity) {
    return Objects.requireNonNull(catalog.describe(Map.of(table, identity)).get(table));
  }

  @Test
  void theIdentityIsTheDatas(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "identity");
    MysqlOptions options = database.options(dir);
    try (MysqlCatalog catalog = new MysqlCatalog(options);
        MysqlAdmin admin = new MysqlAdmin(options)) {
      assertThat(catalog.identity()).isEqualTo("mysql/identity/" + admin.serverUuid());
      admin.heartbeat();
      assertThat(catalog.identity())
          .isEqualTo("mysql/identity/" + admin.token().orElseThrow())
          .isEqualTo(catalog.identity());
    }
  }

  @Test
  void theCurrentVersionIsThatOfAllBefore(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "current_version");
    MysqlOptions options = database.options(dir);
    try (MysqlCatalog catalog = new MysqlCatalog(options);
        MysqlAdmin admin = new MysqlAdmin(options)) {
      BinlogPosition before = admin.status().orElseThrow().position();
      Version version = catalog.currentVersion();
      assertThat(version).isEqualTo(new Version(0, before.toUnsigned(), 0));
      assertThat(admin.status().orElseThrow().position()).isGreaterThan(before);
      assertThat(catalog.currentVersion().isAfter(version)).isTrue();
    }
  }

  @Test
  void aSnapshotShowsNothingLater(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "snapshot");
    database.execute(
        "CREATE TABLE a (id INT PRIMARY KEY)",
        "CREATE TABLE b (id INT PRIMARY KEY)",
        "INSERT INTO a VALUES (1)");
    List<TableId> tables = List.of(database.table("a"), database.table("b"));
    MysqlOptions options = database.options(dir);
    try (MysqlCatalog catalog = new MysqlCatalog(options);
        MysqlAdmin admin = new MysqlAdmin(options)) {
      BinlogPosition end = admin.status().orElseThrow().position();
      try (SourceSnapshot snapshot = catalog.snapshot(tables)) {
        database.execute("INSERT INTO a VALUES (2)", "INSERT INTO b VALUES (3)");
        assertThat(snapshot.version()).isEqualTo(new Version(0, end.toUnsigned(), 0));
        assertThat(rows(catalog, snapshot, tables.get(0))).containsExactly(1L);
        assertThat(rows(catalog, snapshot, tables.get(1))).isEmpty();
        assertThat(rows(catalog, snapshot, tables.get(0))).containsExactly(1L);
      }
    }
  }

  @Test
  void aSnapshotWaitsForTransactionsThatAreOpen(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "snapshot_waits");
    database.execute("CREATE TABLE a (id INT PRIMARY KEY)");
    TableId table = database.table("a");
    try (MysqlCatalog catalog = new MysqlCatalog(database.options(dir));
        Connection open = database.connect();
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute("INSERT INTO a VALUES (1)");
      CompletableFuture<SourceSnapshot> taken =
          CompletableFuture.supplyAsync(() -> catalog.snapshot(List.of(table)));
      await().until(() -> !database.text(WAITING).equals("0"));
      open.commit();
      try (SourceSnapshot snapshot = taken.get(1, TimeUnit.MINUTES)) {
        assertThat(rows(catalog, snapshot, table)).containsExactly(1L);
      }
    }
  }

  private static List<Object> rows(MysqlCatalog catalog, SourceSnapshot snapshot, TableId table)
      throws InterruptedException {
    List<Object> ids = new ArrayList<>();
    snapshot.read(
        described(catalog, table, List.of()).schema(),
        (Row row) -> ids.add(Objects.requireNonNull(row.get(0))));
    return ids;
  }
}
