package dev.lockstep.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.demo.Tally.Effect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkloadTest {
  private static final ShopSize SIZE = ShopSize.ofRows(1_000);
  private static final int CHANGES = 3_000;

  private @Nullable PostgresServer server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = PostgresServer.start(folder.resolve("pg"), PostgresServer.logicalReplication());
  }

  @AfterAll
  void stop() {
    server().close();
  }

  private PostgresServer server() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server;
  }

  @Test
  void theShopOpensWithTheRowsThatWereAskedFor() throws SQLException {
    open("sized", 1);

    assertThat(count("sized", "customers")).isEqualTo(100);
    assertThat(Shop.TABLES.stream().mapToLong(table -> count("sized", table)).sum())
        .isEqualTo(1_000);
  }

  @Test
  void theSameSeedMakesTheSameShopAndTheSameLife() throws SQLException {
    open("first", 7);
    open("second", 7);
    live("first", 7);
    live("second", 7);

    assertThat(contents("first")).isEqualTo(contents("second"));
  }

  @Test
  void anotherSeedMakesAnotherShop() throws SQLException {
    open("third", 7);
    open("fourth", 8);

    assertThat(contents("third")).isNotEqualTo(contents("fourth"));
  }

  @Test
  void everyKindOfChangeHappensAndCountsNoRolledBackOne() throws SQLException {
    open("kinds", 3);
    Map<String, Long> before = counts("kinds");

    Tally tally = live("kinds", 3);

    for (Effect effect : Effect.values()) {
      assertThat(tally.rows(effect)).as(effect.name()).isGreaterThan(20);
    }
    long grown =
        Shop.TABLES.stream().mapToLong(t -> count("kinds", t) - before.getOrDefault(t, 0L)).sum();
    assertThat(grown).isEqualTo(tally.rows(Effect.INSERT) - tally.rows(Effect.DELETE));
    assertThat(tally.transactions()).isBetween(500L, tally.changes());
  }

  @Test
  void someNotesAreStoredOutOfLine() throws SQLException {
    open("toasted", 5);

    assertThat(number("toasted", "SELECT count(*) FROM customers WHERE length(notes) > 2000"))
        .isPositive();
    assertThat(
            number(
                "toasted",
                "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'customers'"))
        .isPositive();
  }

  private void open(String database, long seed) throws SQLException {
    server().createDatabase(database);
    try (Connection connection = server().connect(database)) {
      Shop.open(connection, SIZE, seed);
    }
  }

  private Tally live(String database, long seed) throws SQLException {
    try (Connection odd = server().connect(database);
        Connection even = server().connect(database)) {
      Workload workload = new Workload(odd, even, SIZE, seed);
      while (workload.committed().changes() < CHANGES) {
        workload.step();
      }
      workload.finish();
      return workload.committed();
    }
  }

  private Map<String, Long> counts(String database) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Shop.TABLES.forEach(table -> counts.put(table, count(database, table)));
    return counts;
  }

  private long count(String database, String table) {
    return number(database, "SELECT count(*) FROM " + table);
  }

  private long number(String database, String sql) {
    try (Connection connection = server().connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private List<String> contents(String database) throws SQLException {
    List<String> contents = new ArrayList<>();
    try (Connection connection = server().connect(database);
        Statement statement = connection.createStatement()) {
      for (String table : Shop.TABLES) {
        try (ResultSet rows =
            statement.executeQuery("SELECT t::text FROM " + table + " t ORDER BY 1")) {
          while (rows.next()) {
            contents.add(table + rows.getString(1));
          }
        }
      }
    }
    return contents;
  }
}
