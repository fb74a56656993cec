package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.config.Config;
import dev.lockstep.config.ConfigLoader;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.testing.servers.SourceServer;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What cannot begin leaves nothing open. */
@ExtendWith(SharedSources.class)
class ServersTest {
  private static final String DATABASE = "uncompiled";
  private static final String MAPPING =
      """
      tables:
        shop: { partition-key: pk }
      items:
        product:
          table: shop
          from: public.products
          key: { pk: "PRODUCT#{nothing}" }
      """;

  @Test
  void aMappingThatDoesNotCompileLeavesNoConnectionBehind(
      SharedSources.Servers servers, @TempDir Path folder) throws Exception {
    SourceServer source = servers.get(Dbms.POSTGRES);
    source.createDatabase(DATABASE);
    source.execute(DATABASE, "CREATE TABLE products (id int PRIMARY KEY)");
    try (Verifications alone = VerifyWiring.alone(configured(folder, source));
        Connection connection = DriverManager.getConnection(source.jdbcUrl(DATABASE))) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> alone.start(VerifyRequest.full()))
            .isInstanceOf(LockstepException.class)
            .hasMessageContaining("nothing");
      }
      await().until(() -> others(connection) == 0);
    } finally {
      source.forget(DATABASE);
    }
  }

  private static Config configured(Path folder, SourceServer source) throws IOException {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    StringBuilder yaml = new StringBuilder("pipeline: shop\nsource:\n");
    source
        .configuration(DATABASE, "uncompiled")
        .forEach(
            (key, value) -> yaml.append("  ").append(key).append(": ").append(value).append('\n'));
    yaml.append("target: { region: us-east-1, endpoint: 'http://127.0.0.1:9' }\n");
    yaml.append("mapping: mapping.yaml\n");
    Files.writeString(folder.resolve("mapping.yaml"), source.mapping(MAPPING, DATABASE));
    return new ConfigLoader(Map.of(), Set.of())
        .load(Files.writeString(folder.resolve("lockstep.yaml"), yaml));
  }

  /** How many have the database open beside this one. */
  private static int others(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()")) {
      count.next();
      return count.getInt(1);
    }
  }
}
