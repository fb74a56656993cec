package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.SourceFault;
import dev.lockstep.source.jdbc.JdbcSession;
import dev.lockstep.testing.servers.TestServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a real server says when it refuses, and what is made of it. */
@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlRefusalsTest {
  @Test
  void whoMayNotComeInIsToldSo(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "refusals");
    database.execute("CREATE USER 'guest'@'%' IDENTIFIED BY 'right'");

    assertThat(code(database.options(dir, "guest", "wrong"), "SELECT 1"))
        .isEqualTo("SOURCE-LOGIN-REFUSED");
    assertThat(code(database.options(dir, "guest", "right"), "SELECT 1"))
        .isEqualTo("SOURCE-PERMISSION");
  }

  @Test
  void whatIsNotThereIsNamed(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "refused_missing");
    MysqlOptions options = database.options(dir);
    assertThat(code(options, "SELECT * FROM nowhere")).isEqualTo("SOURCE-TABLE-MISSING");

    database.execute("DROP DATABASE refused_missing");
    assertThat(code(options, "SELECT 1")).isEqualTo("SOURCE-DATABASE-MISSING");
  }

  @Test
  void aServerThatTakesNoWritesAndOneThatIsGoneAreToldApart(@TempDir Path dir) throws Exception {
    MysqlServer server = TestServers.mysql(dir.resolve("mysql"), Map.of());
    try (server) {
      MysqlDatabase database = new MysqlDatabase(server, "refused_writes");
      database.execute("CREATE TABLE t (id INT PRIMARY KEY)", "SET GLOBAL super_read_only = ON");
      MysqlOptions options = database.options(dir);
      assertThat(code(options, "INSERT INTO t VALUES (1)")).isEqualTo("SOURCE-READ-ONLY");

      server.stop();
      SourceFault gone = fault(options, "SELECT 1");
      assertThat(gone.problem().code()).isEqualTo("SOURCE-UNREACHABLE");
      assertThat(gone.passing()).isTrue();
    }
  }

  private static String code(MysqlOptions options, String sql) {
    return fault(options, sql).problem().code();
  }

  private static SourceFault fault(MysqlOptions options, String sql) {
    try (JdbcSession session = MysqlConnections.session(options)) {
      session.execute(sql);
      throw new AssertionError("the server refuses nothing: " + sql);
    } catch (SQLException e) {
      return new MysqlFaults(options).classify(e);
    }
  }
}
