package dev.lockstep.daemon;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A schema, a mapping over it, changes to its rows, and the items that its rows should give. */
interface Scene {

  /** Makes the tables in an empty database. */
  void create(String jdbcUrl) throws SQLException;

  String mapping();

  /** The key attributes of the target tables. */
  Map<String, List<String>> keys();

  /** Changes some rows, whatever they are now. */
  void change(Connection connection, Random random) throws SQLException;

  /**
   * The items that the rows of the source should give now, by {@code table/pk/sk}: plain loops, and
   * nothing of the product.
   */
  Map<String, Map<String, Object>> expected(String jdbcUrl) throws SQLException;

  /**
   * The items, by the same names, whose rows are such that no item can be made of them: an earlier
   * state may stand there.
   */
  default Set<String> stale(String jdbcUrl) throws SQLException {
    return Set.of();
  }
}
