package dev.lockstep.demo;

import dev.lockstep.demo.Tally.Effect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * One statement of a transaction.
 *
 * @param arguments for its placeholders, in order
 */
record Step(Effect effect, String sql, List<Object> arguments) {

  static Step of(Effect effect, String sql, Object... arguments) {
    return new Step(effect, sql, List.of(arguments));
  }

  /**
   * The id of the first row of a table from an id on, of a parity: both placeholders. A table of
   * its own, since MySQL lets no statement change a table that it selects from.
   */
  static String oneOf(String table) {
    return "(SELECT id FROM (SELECT id FROM "
        + table
        + " WHERE id >= ? AND id % 2 = ? ORDER BY id LIMIT 1) AS found)";
  }

  /** Carries it out; says how many rows it changed. */
  int run(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.size(); i++) {
        statement.setObject(i + 1, arguments.get(i));
      }
      return statement.executeUpdate();
    }
  }
}
