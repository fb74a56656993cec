package dev.lockstep.source.postgres;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.source.Activity;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.jdbc.SnapshotSession;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks into a PostgreSQL database over a session of its own. */
final class PostgresProbe implements SourceProbe {
  /** Of a table, with its partitions. */
  private static final String LEAVES =
      "(SELECT ?::regclass::oid AS relid UNION SELECT relid::oid FROM pg_partition_tree(?::regclass))";

  private static final String SIZE =
      "SELECT coalesce(sum(pg_relation_size(c.oid)), 0) / current_setting('block_size')::int,"
          + " coalesce(sum(greatest(c.reltuples, 0)), 0) FROM "
          + LEAVES
          + " t JOIN pg_class c ON c.oid = t.relid WHERE c.relkind = 'r'";
  private static final String COUNTERS =
      "SELECT coalesce(sum(n_tup_ins), 0), coalesce(sum(n_tup_upd), 0),"
          + " coalesce(sum(n_tup_del), 0), count(s.relid) FROM "
          + LEAVES
          + " t JOIN pg_stat_user_tables s ON s.relid = t.relid";
  private static final String CLOCK =
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,"
          + " (extract(epoch FROM stats_reset) * 1000000)::bigint"
          + " FROM pg_stat_database WHERE datname = current_database()";

  /** What a query by equality can use: whole, valid, and by columns alone. */
  private static final String INDEXES =
      "SELECT ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(n, o)"
          + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n"
          + " WHERE k.o <= i.indnkeyatts ORDER BY k.o)"
          + " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam"
          + " WHERE i.indrelid = ?::regclass AND i.indisvalid AND i.indpred IS NULL"
          + " AND 0 <> ALL (i.indkey::int2[]) AND m.amname IN ('btree', 'hash')";

  private static final int USUAL_SEED = 7;

  /** The most combinations of values that one statement asks for. */
  private static final int MOST_TUPLES = 1_000;

  private final PostgresOptions options;
  private final SnapshotSession session;

  PostgresProbe(PostgresOptions options, Duration statementTimeout) {
    this.options = options;
    this.session = PostgresLook.session(options, statementTimeout);
  }

  private record Size(long pages, double rows) {}

  @Override
  public List<Row> sample(TableSchema schema, int rows) {
    return sample(schema, rows, USUAL_SEED);
  }

  /** The same seed gives the same pages and rows each time. */
  @Override
  public List<Row> sample(TableSchema schema, int rows, int seed) {
    String table = PostgresAdmin.quote(schema.table());
    Size size =
        session
            .query(SIZE, r -> new Size(r.getLong(1), r.getDouble(2)), List.of(table, table))
            .get(0);
    session.query("SELECT setseed(" + 1.0 / (1 + seed) + ")", r -> "", List.of());
    List<Row> sampled = read(schema, fromPages(size, rows, seed), List.of(), rows);
    return sampled.isEmpty() ? read(schema, "", List.of(), rows) : sampled;
  }

  /** Few rows of each of many pages, since rows that lie together are alike. */
  private static String fromPages(Size size, int rows, int seed) {
    double pages = size.pages() <= rows ? 1 : (double) rows / size.pages();
    double found = size.rows() * pages;
    double kept = found <= rows ? 1 : rows / found;
    return " TABLESAMPLE SYSTEM ("
        + 100 * pages
        + ") REPEATABLE ("
        + seed
        + ") WHERE random() < "
        + kept;
  }

  private List<Row> read(TableSchema schema, String rest, List<String> parameters, int limit) {
    String sql =
        "SELECT "
            + names(schema.columns().stream().map(column -> column.name()).toList())
            + " FROM "
            + PostgresAdmin.quote(schema.table())
            + rest
            + " LIMIT "
            + limit;
    ColumnType[] types =
        schema.columns().stream().map(column -> column.type()).toArray(ColumnType[]::new);
    return session.query(
        sql, row -> new Row(schema, PostgresCatalog.values(row, types)), parameters);
  }

  private static String names(List<String> columns) {
    return columns.stream().map(PostgresAdmin::quote).collect(Collectors.joining(", "));
  }

  @Override
  public List<Row> rowsWhere(TableSchema schema, Condition condition, int limit) {
    if (condition.values().stream().anyMatch(Objects::isNull)) {
      return List.of();
    }
    List<String> parameters = new ArrayList<>();
    String where = equal(condition.columns());
    addTexts(schema, condition.columns(), condition.values(), parameters);
    RowKey after = condition.after();
    if (after != null) {
      where += " AND (" + names(schema.keyColumns()) + ") > (" + marks(after) + ")";
      addTexts(schema, schema.keyColumns(), after.values(), parameters);
    }
    String order = schema.keyColumns().isEmpty() ? "" : " ORDER BY " + names(schema.keyColumns());
    return read(schema, " WHERE " + where + order, parameters, limit);
  }

  @Override
  public List<Row> rowsAfter(TableSchema schema, @Nullable RowKey after, int limit) {
    List<String> parameters = new ArrayList<>();
    String where = "";
    if (after != null) {
      where = " WHERE (" + names(schema.keyColumns()) + ") > (" + marks(after) + ")";
      addTexts(schema, schema.keyColumns(), after.values(), parameters);
    }
    return read(schema, where + " ORDER BY " + names(schema.keyColumns()), parameters, limit);
  }

  @Override
  public List<Row> rowsIn(
      TableSchema schema, List<String> columns, Collection<? extends List<?>> values, int limit) {
    List<Row> rows = new ArrayList<>();
    List<List<?>> all = new ArrayList<>(values);
    for (int from = 0; from < all.size() && rows.size() < limit; from += MOST_TUPLES) {
      List<List<?>> some = all.subList(from, Math.min(all.size(), from + MOST_TUPLES));
      rows.addAll(
          columns.size() == 1 && !isArray(schema, columns.get(0))
              ? rowsIn(schema, columns.get(0), some, limit - rows.size())
              : rowsInTuples(schema, columns, some, limit - rows.size()));
    }
    return rows;
  }

  private static boolean isArray(TableSchema schema, String column) {
    return schema.columns().get(schema.indexOf(column)).type().kind() == ColumnType.Kind.ARRAY;
  }

  private List<Row> rowsIn(TableSchema schema, String column, List<List<?>> values, int limit) {
    ColumnType type = schema.columns().get(schema.indexOf(column)).type();
    List<?> wanted = values.stream().map(tuple -> tuple.get(0)).toList();
    String array = PostgresLiterals.text(ColumnType.arrayOf(type, type.sourceName()), wanted);
    return read(
        schema, " WHERE " + PostgresAdmin.quote(column) + " = ANY (?)", List.of(array), limit);
  }

  private List<Row> rowsInTuples(
      TableSchema schema, List<String> columns, List<List<?>> values, int limit) {
    List<String> parameters = new ArrayList<>();
    values.forEach(tuple -> addTexts(schema, columns, tuple, parameters));
    String mark = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    String marks = String.join(", ", Collections.nCopies(values.size(), mark));
    return read(schema, " WHERE (" + names(columns) + ") IN (" + marks + ")", parameters, limit);
  }

  @Override
  public void refresh() {
    session.startOver();
  }

  private static String equal(Collection<String> columns) {
    return columns.stream()
        .map(column -> PostgresAdmin.quote(column) + " = ?")
        .collect(Collectors.joining(" AND "));
  }

  private static String marks(RowKey key) {
    return String.join(", ", Collections.nCopies(key.values().size(), "?"));
  }

  private static void addTexts(
      TableSchema schema,
      List<String> columns,
      List<? extends @Nullable Object> values,
      List<String> parameters) {
    for (int i = 0; i < columns.size(); i++) {
      ColumnType type = schema.columns().get(schema.indexOf(columns.get(i))).type();
      parameters.add(PostgresLiterals.text(type, Objects.requireNonNull(values.get(i))));
    }
  }

  @Override
  public List<Row> find(TableSchema schema, Map<String, String> texts, int limit) {
    return read(schema, " WHERE " + equal(texts.keySet()), new ArrayList<>(texts.values()), limit);
  }

  @Override
  public Activity activity(Collection<TableId> tables) {
    session.query("SELECT pg_stat_clear_snapshot()", r -> "", List.of());
    Map<TableId, Activity.Counters> counters = new TreeMap<>();
    for (TableId table : tables) {
      String name = PostgresAdmin.quote(table);
      session.query(COUNTERS, row -> count(table, row, counters), List.of(name, name));
    }
    return session.query(CLOCK, row -> activity(row, counters), List.of()).get(0);
  }

  private static TableId count(
      TableId table, ResultSet row, Map<TableId, Activity.Counters> counters) throws SQLException {
    if (row.getLong(4) > 0) {
      counters.put(table, new Activity.Counters(row.getLong(1), row.getLong(2), row.getLong(3)));
    }
    return table;
  }

  private static Activity activity(ResultSet row, Map<TableId, Activity.Counters> counters)
      throws SQLException {
    long now = row.getLong(1);
    long since = row.getLong(2);
    return new Activity(now, row.wasNull() ? null : since, counters);
  }

  @Override
  public Optional<String> missingIndex(TableId table, List<String> columns) {
    List<List<String>> indexes =
        session.query(INDEXES, PostgresProbe::texts, List.of(PostgresAdmin.quote(table)));
    return indexes.stream().anyMatch(index -> serves(index, columns))
        ? Optional.empty()
        : Optional.of(
            "CREATE INDEX CONCURRENTLY ON "
                + PostgresAdmin.quote(table)
                + " ("
                + names(columns)
                + ")");
  }

  private static List<String> texts(ResultSet row) throws SQLException {
    Array array = row.getArray(1);
    return Arrays.asList((String[]) array.getArray());
  }

  /** Whether the index begins with all the columns. */
  private static boolean serves(List<String> index, List<String> columns) {
    return index.size() >= columns.size()
        && new HashSet<>(index.subList(0, columns.size())).containsAll(columns);
  }

  @Override
  public List<Requirement> requirements(Map<TableId, TableNeeds> tables) {
    try (PostgresAdmin admin = new PostgresAdmin(options)) {
      return new Requirements(options, admin).of(new TreeMap<>(tables));
    } catch (SQLException e) {
      throw PostgresCatalog.failure(options, e);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
