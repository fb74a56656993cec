package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.source.Spread;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Counts children per parent, as far as that is cheap. */
final class MysqlSpread {
  private static final long MOST_ROWS = 200_000;
  private static final int MOST_MILLIS = 10_000;
  private static final int TOO_SLOW = 3024;

  /** How many different values the first columns of an index have, by its statistics. */
  private static final String STATISTICS =
      "SELECT t.TABLE_ROWS, s.CARDINALITY FROM information_schema.STATISTICS s"
          + " JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = s.TABLE_SCHEMA"
          + " AND t.TABLE_NAME = s.TABLE_NAME"
          + " WHERE s.TABLE_SCHEMA = ? AND s.TABLE_NAME = ? AND s.INDEX_NAME = ?"
          + " AND s.SEQ_IN_INDEX = ? AND t.TABLE_ROWS > 0 AND s.CARDINALITY > 0";

  private final JdbcSession session;

  MysqlSpread(JdbcSession session) {
    this.session = session;
  }

  Spread spread(TableId table, List<String> columns) throws SQLException {
    Spread counted = counted(table, columns);
    return counted.exact() ? counted : estimated(table, columns, counted);
  }

  private Spread counted(TableId table, List<String> columns) throws SQLException {
    try {
      return session
          .query(sql(table, columns), row -> spread(row.getLong(1), row.getLong(2), row.getLong(3)))
          .get(0);
    } catch (SQLException e) {
      if (e.getErrorCode() == TOO_SLOW) {
        return Spread.UNKNOWN;
      }
      throw e;
    }
  }

  private static Spread spread(long rows, long values, long greatest) {
    return new Spread(rows, values, greatest, rows <= MOST_ROWS);
  }

  private static String sql(TableId table, List<String> columns) {
    String list = MysqlNames.list(columns);
    String present =
        columns.stream()
            .map(column -> MysqlNames.quote(column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return "SELECT /*+ MAX_EXECUTION_TIME("
        + MOST_MILLIS
        + ") */ coalesce(sum(n), 0), count(*), coalesce(max(n), 0) FROM (SELECT count(*) AS n"
        + " FROM (SELECT "
        + list
        + " FROM "
        + MysqlNames.quote(table)
        + " WHERE "
        + present
        + " LIMIT "
        + (MOST_ROWS + 1)
        + ") AS counted GROUP BY "
        + list
        + ") AS sizes";
  }

  /** The statistics see the whole table; a greatest number may hide from them and not from us. */
  private Spread estimated(TableId table, List<String> columns, Spread counted)
      throws SQLException {
    for (MysqlIndex index : MysqlIndex.read(session, table)) {
      if (index.serves(columns)) {
        return ofIndex(table, index, columns.size(), counted);
      }
    }
    return counted;
  }

  private Spread ofIndex(TableId table, MysqlIndex index, int columns, Spread counted)
      throws SQLException {
    session.execute("SET SESSION information_schema_stats_expiry = 0");
    return session
        .query(
            STATISTICS,
            row -> {
              long rows = row.getLong(1);
              long values = Math.min(rows, row.getLong(2));
              long greatest = Math.max(counted.greatest(), (rows + values - 1) / values);
              return new Spread(rows, values, greatest, false);
            },
            table.schema(),
            table.name(),
            index.name(),
            columns)
        .stream()
        .findFirst()
        .orElse(counted);
  }
}
