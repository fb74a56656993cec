package dev.lockstep.source.postgres;

import dev.lockstep.change.TableId;
import dev.lockstep.source.Spread;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Counts children per parent, as far as that is cheap. */
final class SpreadReader {
  private static final long MOST_ROWS = 200_000;
  private static final String TIME_LIMIT = "10s";
  private static final String QUERY_CANCELED = "57014";
  private static final String STATISTICS =
      "SELECT max(CASE WHEN s.n_distinct < 0 THEN -s.n_distinct * r.n ELSE s.n_distinct END)"
          + "::bigint, coalesce(max((s.most_common_freqs)[1] * r.n), 0)::bigint, max(r.n)::bigint"
          + " FROM pg_stats s CROSS JOIN LATERAL (SELECT max(c.reltuples) AS n FROM pg_class c"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = s.schemaname"
          + " WHERE c.relname = s.tablename) r"
          + " WHERE s.schemaname = ? AND s.tablename = ? AND s.attname = ?"
          + " HAVING max(r.n) > 0 AND max(abs(s.n_distinct)) > 0";

  private final PostgresAdmin admin;

  SpreadReader(PostgresAdmin admin) {
    this.admin = admin;
  }

  Spread spread(TableId table, List<String> columns) throws SQLException {
    Spread counted = counted(table, columns);
    return counted.exact() || columns.size() > 1
        ? counted
        : estimated(table, columns.get(0), counted);
  }

  private Spread counted(TableId table, List<String> columns) throws SQLException {
    try {
      admin.execute("SET statement_timeout = '" + TIME_LIMIT + "'");
      return admin
          .query(sql(table, columns), row -> spread(row.getLong(1), row.getLong(2), row.getLong(3)))
          .get(0);
    } catch (SQLException e) {
      if (QUERY_CANCELED.equals(e.getSQLState())) {
        return Spread.UNKNOWN;
      }
      throw e;
    } finally {
      admin.execute("RESET statement_timeout");
    }
  }

  private static Spread spread(long rows, long values, long greatest) {
    return new Spread(rows, values, greatest, rows <= MOST_ROWS);
  }

  private static String sql(TableId table, List<String> columns) {
    String list = columns.stream().map(PostgresAdmin::quote).collect(Collectors.joining(", "));
    String present =
        columns.stream()
            .map(column -> PostgresAdmin.quote(column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return "SELECT coalesce(sum(n), 0)::bigint, count(*), coalesce(max(n), 0)"
        + " FROM (SELECT count(*) AS n FROM (SELECT "
        + list
        + " FROM "
        + PostgresAdmin.quote(table)
        + " WHERE "
        + present
        + " LIMIT "
        + (MOST_ROWS + 1)
        + ") counted GROUP BY "
        + list
        + ") groups";
  }

  /** The statistics see the whole table; a greatest number may hide from them and not from us. */
  private Spread estimated(TableId table, String column, Spread counted) throws SQLException {
    return admin
        .query(
            STATISTICS,
            row ->
                new Spread(
                    row.getLong(3),
                    row.getLong(1),
                    Math.max(row.getLong(2), counted.greatest()),
                    false),
            table.schema(),
            table.name(),
            column)
        .stream()
        .findFirst()
        .orElse(counted);
  }
}
