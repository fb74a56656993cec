package dev.lockstep.source.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes something of a row of a result. */
@FunctionalInterface
public interface RowReader<T> {
  /** Reads the row that the result stands at. */
  T read(ResultSet row) throws SQLException;

  /** What a reader makes of all the rows of a result that are left. */
  static <T> List<T> all(ResultSet result, RowReader<T> reader) throws SQLException {
    List<T> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(reader.read(result));
    }
    return rows;
  }
}
