package dev.lockstep.demo;

import java.util.List;

/**
 * What the shop's databases say differently.
 *
 * @param schema that the tables are in
 * @param tables the resource that makes them
 * @param json a placeholder for a JSON document
 * @param tags a placeholder for words with commas between them
 * @param analyze brings the statistics up to date
 * @param interleaves whether two transactions that never touch the same row never wait for each
 *     other, and the log has their changes in the order of the statements
 */
record ShopDialect(
    String schema, String tables, String json, String tags, String analyze, boolean interleaves) {

  static final ShopDialect POSTGRES =
      new ShopDialect(
          "public",
          "shop-postgres.sql",
          "CAST(? AS jsonb)",
          "string_to_array(?, ',')",
          "ANALYZE",
          true);

  /** Its log has each transaction whole; and it locks what it passes by on its way to a row. */
  static final ShopDialect MYSQL =
      new ShopDialect(
          "shop",
          "shop-mysql.sql",
          "?",
          "?",
          "ANALYZE TABLE " + String.join(", ", Shop.TABLES),
          false);

  /** The statements that make the tables. */
  List<String> createTables() {
    return List.of(Shop.resource(tables).strip().split(";\\s*"));
  }

  /** The mapping, over tables of this schema. */
  String mapping() {
    return Shop.resource("/mappings/shop.yaml").replace("public.", schema + ".");
  }

  /** Adds a product. */
  String insertProduct() {
    return "INSERT INTO products VALUES (?, ?, ?, ?, " + json + ", " + tags + ")";
  }
}
