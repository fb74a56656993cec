package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.demo.MysqlServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlAdminTest {
  private static final String BEATS =
      "SELECT count(*) FROM lockstep_heartbeat WHERE token IS NULL AND sent BETWEEN"
          + " UNIX_TIMESTAMP() * 1000000 - 60000000 AND UNIX_TIMESTAMP() * 1000000 + 60000000";

  @Test
  void aHeartbeatMakesItsTableAndMovesTheLog(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "heartbeat");
    try (MysqlAdmin admin = new MysqlAdmin(database.options(dir))) {
      assertThat(admin.token()).isEmpty();
      assertThat(admin.heartbeat()).isTrue();
      BinlogStatus before = admin.status().orElseThrow();
      assertThat(admin.heartbeat()).isTrue();
      BinlogStatus after = admin.status().orElseThrow();
      assertThat(database.text(BEATS)).isEqualTo("1");
      assertThat(after.position()).isGreaterThan(before.position());
      assertThat(admin.isSubset(before.gtids(), after.gtids())).isTrue();
      assertThat(admin.isSubset(after.gtids(), before.gtids())).isFalse();
      assertThat(admin.subtract(after.gtids(), before.gtids())).startsWith(admin.serverUuid());
      assertThat(admin.token()).isPresent().isEqualTo(admin.token());
    }
  }

  @Test
  void aTableThatAnAdministratorMadeIsSigned(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "signed");
    database.execute(HeartbeatTable.ddl("signed"));
    try (MysqlAdmin admin = new MysqlAdmin(database.options(dir))) {
      assertThat(admin.heartbeat()).isTrue();
      assertThat(admin.token()).isPresent().isEqualTo(admin.token());
    }
  }

  @Test
  void withoutTheRightNothingIsWritten(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "looking");
    database.execute(
        "CREATE USER looker IDENTIFIED BY 'secret'",
        "GRANT SELECT ON looking.* TO looker",
        "GRANT REPLICATION CLIENT ON *.* TO looker");
    try (MysqlAdmin admin = new MysqlAdmin(database.options(dir, "looker", "secret"))) {
      assertThat(admin.heartbeat()).isFalse();
      assertThat(admin.token()).isEmpty();
      database.execute(HeartbeatTable.ddl("looking"));
      assertThat(admin.heartbeat()).isFalse();
      assertThat(admin.token()).isEmpty();
      assertThat(admin.status()).isPresent();
    }
  }

  @Test
  void theLogIsKnownByFile(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "logfiles");
    try (MysqlAdmin admin = new MysqlAdmin(database.options(dir))) {
      BinlogPosition before = admin.status().orElseThrow().position();
      database.execute("FLUSH BINARY LOGS", "CREATE TABLE t (id INT PRIMARY KEY)");
      BinlogPosition end = admin.status().orElseThrow().position();
      BinaryLogs logs = admin.binaryLogs();
      assertThat(logs.hold(before)).isTrue();
      assertThat(logs.bytesAfter(before)).isGreaterThan(end.offset());
      assertThat(logs.bytesAfter(end)).isZero();
      database.execute("PURGE BINARY LOGS TO '" + end.file() + "'");
      assertThat(admin.binaryLogs().hold(before)).isFalse();
      assertThat(admin.isSubset(admin.serverUuid() + ":1", admin.gtidPurged())).isTrue();
    }
  }

  @Test
  void settingsAndEstimates(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "estimates");
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY)",
        "INSERT INTO t VALUES (1), (2), (3)",
        "ANALYZE TABLE t");
    try (MysqlAdmin admin = new MysqlAdmin(database.options(dir))) {
      assertThat(admin.setting("binlog_row_image")).isEqualTo(Optional.of("FULL"));
      assertThat(admin.setting("no_such_setting")).isEmpty();
      assertThat(admin.estimatedRows(List.of(database.table("t"), database.table("none"))))
          .isEqualTo(Map.of(database.table("t"), 3L));
      assertThat(admin.estimatedRows(List.of())).isEmpty();
    }
  }
}
