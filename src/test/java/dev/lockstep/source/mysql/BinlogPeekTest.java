package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.TableId;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.WaitingChanges;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A server has one log for all its databases. */
@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class BinlogPeekTest {
  private static final int MOST = 1_000;

  @Test
  void whatIsDoneToAnotherDatabaseIsNoChange(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "peek_beside");
    database.execute("CREATE TABLE t (id INT)", "CREATE TABLE u (id INT)");
    MysqlOptions options = database.options(dir);
    try (MysqlAdmin admin = new MysqlAdmin(options)) {
      MysqlPosition end = end(options, admin);
      database.execute(
          "CREATE DATABASE peeked",
          "CREATE TABLE peeked.other (id INT)",
          "USE peeked",
          "CREATE TABLE t (id INT)",
          "TRUNCATE TABLE t",
          "ALTER TABLE t ADD COLUMN u INT",
          "DROP TABLE t",
          "DROP DATABASE peeked");
      assertThat(waiting(options, admin, end)).isEmpty();
    }
  }

  @Test
  void whatIsDoneFromAnotherDatabaseIsOne(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "peek_from");
    database.execute("CREATE TABLE t (id INT)", "CREATE TABLE u (id INT)");
    MysqlOptions options = database.options(dir);
    try (MysqlAdmin admin = new MysqlAdmin(options)) {
      MysqlPosition end = end(options, admin);
      database.execute("USE mysql", "TRUNCATE TABLE `peek_from`.`u`");
      assertThat(waiting(options, admin, end)).containsExactly(new TableId("peek_from", "u"));
      database.execute("DROP DATABASE peek_from");
      assertThat(waiting(options, admin, end)).hasSize(2);
    }
  }

  private static MysqlPosition end(MysqlOptions options, MysqlAdmin admin) throws SQLException {
    BinlogStatus status = admin.requireStatus();
    return new MysqlPosition(
        admin.serverUuid(), options.epoch(), status.position(), status.gtids());
  }

  private static Set<TableId> waiting(MysqlOptions options, MysqlAdmin admin, MysqlPosition from)
      throws SQLException {
    List<TableId> tables =
        List.of(new TableId(options.database(), "t"), new TableId(options.database(), "u"));
    WaitingChanges waiting = new BinlogPeek(options, admin, tables, MOST).waiting(from);
    assertThat(waiting).isInstanceOf(WaitingChanges.Of.class);
    return ((WaitingChanges.Of) waiting).tables();
  }
}
