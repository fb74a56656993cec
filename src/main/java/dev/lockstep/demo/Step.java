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
