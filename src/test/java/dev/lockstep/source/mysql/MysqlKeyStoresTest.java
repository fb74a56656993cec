package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.SourceTls;
import dev.lockstep.source.jdbc.JdbcSession;
import dev.lockstep.testing.servers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlKeyStoresTest {
  private static final String CIPHER =
      "SELECT VARIABLE_VALUE FROM performance_schema.session_status"
          + " WHERE VARIABLE_NAME = 'Ssl_cipher'";

  @Test
  void aServerOfATrustedAuthorityIsTrusted(MysqlServer server, @TempDir Path dir) throws Exception {
    MysqlOptions options = options(server, dir, authority(server));

    assertThat(cipher(options)).isNotEmpty();
    assertThat(MysqlKeyStores.debezium(options))
        .containsEntry("database.ssl.truststore", dir.resolve("tls/trusted.p12").toString())
        .containsKey("database.ssl.truststore.password")
        .doesNotContainKey("database.ssl.keystore");
  }

  @Test
  void aServerOfAnotherAuthorityIsNot(MysqlServer server, @TempDir Path dir) throws Exception {
    try (MysqlServer other = TestServers.mysql(dir.resolve("other"), Map.of())) {
      MysqlOptions options = options(server, dir, authority(other));

      assertThatThrownBy(() -> cipher(options)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aFileThatIsNoCertificateIsNamed(MysqlServer server, @TempDir Path dir) throws Exception {
    Path wrong = Files.writeString(dir.resolve("wrong.pem"), "-----BEGIN NOTHING-----\n");

    assertThatThrownBy(() -> cipher(options(server, dir, wrong)))
        .hasMessageContaining("TLS-FILE-UNREADABLE")
        .hasMessageContaining("wrong.pem");
  }

  private static Path authority(MysqlServer server) {
    return server.dir().resolve("data").resolve("ca.pem");
  }

  private static String cipher(MysqlOptions options) throws SQLException {
    try (JdbcSession session = MysqlConnections.session(options)) {
      return session.query(CIPHER, row -> row.getString(1)).get(0);
    }
  }

  private static MysqlOptions options(MysqlServer server, Path dir, Path authority) {
    return new MysqlOptions(
        server.host(),
        server.port(),
        "mysql",
        server.superuser(),
        () -> new char[0],
        new SourceTls("verify-ca", authority, null, null),
        4_711,
        UnloggedRows.HALT,
        "tls",
        0,
        SourceLimits.defaults(),
        dir.resolve("spill"),
        dir.resolve("history"),
        Map.of());
  }
}
