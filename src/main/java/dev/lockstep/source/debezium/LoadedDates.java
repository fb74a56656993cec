package dev.lockstep.source.debezium;

import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.jdbc.MySqlTextProtocolFieldReader;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Reads dates in the load as the server writes them; Debezium's own reader makes NULL of some. */
final class LoadedDates extends MySqlTextProtocolFieldReader {
  LoadedDates(MySqlConnectorConfig config) {
    super(config);
  }

  @Override
  public @Nullable Object readField(ResultSet row, int index, Column column, Table table)
      throws SQLException {
    return switch (column.jdbcType()) {
      case Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> text(row, index);
      default -> super.readField(row, index, column, table);
    };
  }

  private static @Nullable String text(ResultSet row, int index) throws SQLException {
    byte[] sent = row.getBytes(index);
    return sent == null ? null : new String(sent, StandardCharsets.UTF_8);
  }
}
