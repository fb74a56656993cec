package dev.lockstep.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.demo.Tally.Effect;
import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.postgres.SharedServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith({SharedServer.class, SharedMysql.class})
@ResourceLock(SharedMysql.LOCK)
@ResourceLock(SharedServer.LOCK)
class WorkloadTest {
  private static final ShopSize SIZE = ShopSize.ofRows(1_000);
  private static final int CHANGES = 3_000;

  private final PostgresServer postgres;
  private final MysqlServer mysql;

  WorkloadTest(PostgresServer postgres, MysqlServer mysql) {
    this.postgres = postgres;
    this.mysql = mysql;
  }

  @ParameterizedTest
  @EnumSource(DemoSource.class)
  void theShopOpensWithTheRowsThatWereAskedFor(DemoSource source) throws SQLException {
    ShopServer shop = open(source, "sized", 1);

    assertThat(count(shop, "customers")).isEqualTo(100);
    assertThat(Shop.TABLES.stream().mapToLong(table -> count(shop, table)).sum()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @EnumSource(DemoSource.class)
  void theSameSeedMakesTheSameShopAndTheSameLife(DemoSource source) throws SQLException {
    ShopServer first = open(source, "first", 7);
    ShopServer second = open(source, "second", 7);
    live(first, 7);
    live(second, 7);

    assertThat(contents(first)).isEqualTo(contents(second));
  }

  @Test
  void bothDatabasesHaveTheSameRowsToBeginWith() throws SQLException {
    String orders = "SELECT count(*), sum(total), sum(customer_id), min(placed_at) FROM orders";

    assertThat(rows(open(DemoSource.MYSQL, "alike", 6), orders))
        .isEqualTo(
            rows(
                open(DemoSource.POSTGRES, "alike", 6),
                orders.replace("placed_at", "placed_at AT TIME ZONE 'UTC'")));
  }

  @Test
  void anotherSeedMakesAnotherShop() throws SQLException {
    assertThat(contents(open(DemoSource.POSTGRES, "third", 7)))
        .isNotEqualTo(contents(open(DemoSource.POSTGRES, "fourth", 8)));
  }

  @ParameterizedTest
  @EnumSource(DemoSource.class)
  void everyKindOfChangeHappensAndCountsNoRolledBackOne(DemoSource source) throws SQLException {
    ShopServer shop = open(source, "kinds", 3);
    Map<String, Long> before = counts(shop);

    Tally tally = live(shop, 3);

    for (Effect effect : Effect.values()) {
      assertThat(tally.rows(effect)).as(effect.name()).isGreaterThan(20);
    }
    long grown =
        Shop.TABLES.stream().mapToLong(t -> count(shop, t) - before.getOrDefault(t, 0L)).sum();
    assertThat(grown).isEqualTo(tally.rows(Effect.INSERT) - tally.rows(Effect.DELETE));
    assertThat(tally.transactions()).isBetween(500L, tally.changes());
  }

  @Test
  void someNotesAreStoredOutOfLine() throws SQLException {
    ShopServer shop = open(DemoSource.POSTGRES, "toasted", 5);

    assertThat(number(shop, "SELECT count(*) FROM customers WHERE length(notes) > 2000"))
        .isPositive();
    assertThat(
            number(
                shop,
                "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'customers'"))
        .isPositive();
  }

  private ShopServer open(DemoSource source, String name, long seed) throws SQLException {
    String database = "workload_" + name;
    ShopServer shop =
        source == DemoSource.MYSQL
            ? new MysqlShop(mysql, database)
            : new PostgresShop(postgres, database);
    shop.create();
    Shop.open(shop, SIZE, seed);
    return shop;
  }

  private static Tally live(ShopServer shop, long seed) throws SQLException {
    try (Connection odd = shop.connect();
        Connection even = shop.connect()) {
      Workload workload = new Workload(odd, even, shop.dialect(), SIZE, seed);
      while (workload.committed().changes() < CHANGES) {
        workload.step();
      }
      workload.finish();
      return workload.committed();
    }
  }

  private static Map<String, Long> counts(ShopServer shop) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Shop.TABLES.forEach(table -> counts.put(table, count(shop, table)));
    return counts;
  }

  private static long count(ShopServer shop, String table) {
    return number(shop, "SELECT count(*) FROM " + table);
  }

  private static long number(ShopServer shop, String sql) {
    try {
      return Long.parseLong(rows(shop, sql).get(0).strip());
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static List<String> contents(ShopServer shop) throws SQLException {
    List<String> contents = new ArrayList<>();
    for (String table : Shop.TABLES) {
      rows(shop, "SELECT * FROM " + table + " ORDER BY 1, 2").forEach(r -> contents.add(table + r));
    }
    return contents;
  }

  /** Each row as its values with spaces between them. */
  private static List<String> rows(ShopServer shop, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(' ').append(rows.getString(i));
        }
        found.add(row.toString());
      }
    }
    return found;
  }
}
