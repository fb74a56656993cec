package dev.lockstep.oracle;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.oracle.MappingModel.ItemModel;
import dev.lockstep.oracle.MappingModel.Target;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Some random worlds side by side in one real database, under one mapping. */
public final class LiveWorlds {
  private final long seed;
  private final List<SchemaModel> schemas = new ArrayList<>();
  private final SchemaModel schema;
  private final MappingModel mapping;

  /**
   * @param dbms of the database
   * @param seed decides schemas, mapping and what the writers do
   * @param worlds how many schemas
   */
  public LiveWorlds(Dbms dbms, long seed, int worlds) {
    boolean mysql = dbms == Dbms.MYSQL;
    this.seed = seed;
    List<ItemModel> items = new ArrayList<>();
    for (int i = 0; i < worlds; i++) {
      Dice dice = new Dice(seed + i);
      String prefix = "w" + i + "_t";
      SchemaModel one = mysql ? RandomSchema.mysql(dice, prefix) : RandomSchema.make(dice, prefix);
      schemas.add(one);
      items.addAll(RandomMapping.make(dice, one, "w" + i + "i", false).items());
    }
    this.schema =
        new SchemaModel(
            schemas.stream().flatMap(s -> s.tables().stream()).toList(),
            schemas.stream().flatMap(s -> s.references().stream()).toList(),
            mysql);
    this.mapping =
        new MappingModel(items.stream().map(ItemModel::target).distinct().toList(), items);
  }

  /** The mapping file. */
  public String mapping() {
    return mapping.toString();
  }

  /** The key attributes of the target tables. */
  public Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (Target target : mapping.targets()) {
      keys.put(
          target.name(),
          Stream.concat(Stream.of(target.partition()), target.sort().stream()).toList());
    }
    return keys;
  }

  /** Makes the tables, and rows in them. */
  public void create(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement()) {
      statement.execute(Sql.in(connection, schema.sql()));
      connection.setAutoCommit(false);
      for (SchemaModel one : schemas) {
        new LiveWriter(connection, one, seed).begin();
      }
    }
  }

  /** How many worlds there are. */
  public int size() {
    return schemas.size();
  }

  /**
   * Carries out random transactions in one of the worlds.
   *
   * @param writer another one does something else
   * @return how many were committed
   */
  public int write(String jdbcUrl, int world, long writer, int transactions) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      connection.setAutoCommit(false);
      return new LiveWriter(connection, schemas.get(world), seed * 1000 + writer)
          .write(transactions);
    }
  }

  /** The items that the rows should have now. */
  public Map<ItemKey, Map<String, Value>> expected(String jdbcUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      connection.setAutoCommit(false);
      return Evaluator.evaluate(mapping, LiveRows.read(connection, schema)).items();
    }
  }

  /** What is missing, extra or different; empty if nothing is. */
  public static String differences(
      Map<ItemKey, Map<String, Value>> expected, Map<ItemKey, Map<String, Value>> actual) {
    return Play.differences(expected, actual);
  }

  @Override
  public String toString() {
    return "seed " + seed + "\n" + schema.sql() + "\n" + mapping;
  }
}
