package dev.lockstep.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MysqlServerTest {
  @Test
  void keepsItsDataAndItsPort(@TempDir Path dir) throws Exception {
    try (MysqlServer server = MysqlServer.start(dir, Map.of("server-id", "7"))) {
      int port = server.port();
      server.createDatabase("shop");
      server.execute("shop", "CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)");
      server.stop();
      assertThatThrownBy(() -> server.connect("shop")).isInstanceOf(SQLException.class);
      server.start();
      server.execute("shop", "INSERT INTO t VALUES (2)");
      server.kill();
      server.start();
      assertThat(server.port()).isEqualTo(port);
      assertThat(text(server, "SELECT group_concat(id ORDER BY id) FROM t")).isEqualTo("1,2");
    }
  }

  @Test
  void writesABinaryLogOfRowsWithTransactionIds(@TempDir Path dir) throws Exception {
    try (MysqlServer server = MysqlServer.start(dir, Map.of("server-id", "7"))) {
      server.createDatabase("shop");
      String settings =
          "SELECT concat_ws(' ', @@log_bin, @@binlog_format, @@binlog_row_image, @@gtid_mode,"
              + " @@server_id)";
      assertThat(text(server, settings)).isEqualTo("1 ROW FULL ON 7");
    }
  }

  private static String text(MysqlServer server, String sql) throws SQLException {
    try (Connection connection = server.connect("shop");
        ResultSet result = connection.createStatement().executeQuery(sql)) {
      return result.next() ? result.getString(1) : "";
    }
  }
}
