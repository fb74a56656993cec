package dev.lockstep.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  @Test
  void keepsItsDataAndPortOverAStopAndAStart(@TempDir Path dir) throws Exception {
    try (PostgresServer server =
        PostgresServer.start(dir.resolve("pg"), PostgresServer.logicalReplication())) {
      int port = server.port();
      server.createDatabase("shop");
      server.execute("shop", "CREATE TABLE t (id int)", "INSERT INTO t VALUES (7)");
      server.stop();
      server.start();
      assertThat(server.port()).isEqualTo(port);
      assertThat(text(server, "SELECT id FROM t")).isEqualTo("7");
      assertThat(text(server, "SHOW wal_level")).isEqualTo("logical");
    }
  }

  private static String text(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.connect("shop");
        ResultSet result = connection.createStatement().executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
