package dev.lockstep.source.mysql;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.Activity;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.jdbc.JdbcSession;
import dev.lockstep.source.jdbc.SnapshotSession;
import dev.lockstep.source.mysql.ProbeRows.Filter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks into a MySQL database over a session of its own. */
final class MysqlProbe implements SourceProbe {
  private static final String COUNTERS =
      "SELECT COUNT_INSERT, COUNT_UPDATE, COUNT_DELETE"
          + " FROM performance_schema.table_io_waits_summary_by_table"
          + " WHERE OBJECT_TYPE = 'TABLE' AND OBJECT_SCHEMA = ? AND OBJECT_NAME = ?";

  /** Counting begins when the server starts. */
  private static final String CLOCK =
      "SELECT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED) AS now,"
          + " VARIABLE_VALUE * 1000000 FROM performance_schema.global_status"
          + " WHERE VARIABLE_NAME = 'Uptime'";

  private static final int DENIED = 1142;

  /** The most combinations of values that one statement asks for. */
  private static final int MOST_TUPLES = 1_000;

  private final MysqlOptions options;
  private final SnapshotSession session;
  private final ProbeRows reader;

  /** What the server says of its tables is asked over a session that waits for nothing else. */
  private final JdbcSession catalog;

  MysqlProbe(MysqlOptions options, Duration statementTimeout) {
    this.options = options;
    this.session = MysqlLook.session(options, statementTimeout);
    this.reader = new ProbeRows(session);
    this.catalog = MysqlConnections.session(options);
  }

  @Override
  public List<Row> sample(TableSchema schema, int rows) {
    return sample(schema, rows, 0);
  }

  @Override
  public List<Row> sample(TableSchema schema, int rows, int seed) {
    return isWalkable(schema) && reader.hasMoreThan(schema, rows)
        ? new MysqlSampling(reader, schema, rows, seed).rows()
        : reader.read(schema, Filter.NONE, List.of(), rows);
  }

  /** Whether an index has the rows in the order of their keys. */
  private boolean isWalkable(TableSchema schema) {
    List<String> key = schema.keyColumns();
    return !key.isEmpty()
        && ask(() -> MysqlIndex.read(catalog, schema.table())).stream()
            .anyMatch(index -> index.orders(key));
  }

  @Override
  public List<Row> rowsWhere(TableSchema schema, Condition condition, int limit) {
    if (condition.values().stream().anyMatch(Objects::isNull)) {
      return List.of();
    }
    Filter filter = Filter.NONE;
    for (int i = 0; i < condition.columns().size(); i++) {
      Object value = Objects.requireNonNull(condition.values().get(i));
      filter = filter.and(Filter.equal(schema, condition.columns().get(i), value));
    }
    RowKey after = condition.after();
    if (after != null) {
      filter = filter.and(Filter.after(schema, after));
    }
    return reader.read(schema, filter, schema.keyColumns(), limit);
  }

  @Override
  public List<Row> rowsAfter(TableSchema schema, @Nullable RowKey after, int limit) {
    Filter filter = after == null ? Filter.NONE : Filter.after(schema, after);
    return reader.read(schema, filter, schema.keyColumns(), limit);
  }

  @Override
  public List<Row> rowsIn(
      TableSchema schema, List<String> columns, Collection<? extends List<?>> values, int limit) {
    List<Row> rows = new ArrayList<>();
    List<List<?>> all = new ArrayList<>(values);
    for (int from = 0; from < all.size() && rows.size() < limit; from += MOST_TUPLES) {
      List<List<?>> some = all.subList(from, Math.min(all.size(), from + MOST_TUPLES));
      Filter among = Filter.among(schema, columns, some);
      rows.addAll(reader.read(schema, among, List.of(), limit - rows.size()));
    }
    return rows;
  }

  @Override
  public void refresh() {
    session.startOver();
  }

  @Override
  public List<Row> find(TableSchema schema, Map<String, String> texts, int limit) {
    List<String> conditions = new ArrayList<>(List.of("TRUE"));
    List<Object> parameters = new ArrayList<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      ColumnType type = schema.columns().get(schema.indexOf(text.getKey())).type();
      conditions.add(MysqlNames.quote(text.getKey()) + " = " + MysqlParameters.mark(type));
      parameters.add(MysqlTexts.parameter(type, text.getValue()));
    }
    Filter filter = new Filter(String.join(" AND ", conditions), parameters);
    return reader.read(schema, filter, List.of(), limit);
  }

  @Override
  public Activity activity(Collection<TableId> tables) {
    Map<TableId, Activity.Counters> counters = new TreeMap<>();
    for (TableId table : tables) {
      ask(() -> counters(table)).forEach(counted -> counters.put(table, counted));
    }
    return ask(() -> catalog.query(CLOCK, row -> activity(row, counters)).get(0));
  }

  /** Nothing, if the account may not see the server's counters. */
  private List<Activity.Counters> counters(TableId table) throws SQLException {
    try {
      return catalog.query(
          COUNTERS,
          row -> new Activity.Counters(row.getLong(1), row.getLong(2), row.getLong(3)),
          table.schema(),
          table.name());
    } catch (SQLException e) {
      if (e.getErrorCode() == DENIED) {
        return List.of();
      }
      throw e;
    }
  }

  private static Activity activity(ResultSet row, Map<TableId, Activity.Counters> counters)
      throws SQLException {
    return new Activity(row.getLong(1), row.getLong(1) - row.getLong(2), counters);
  }

  @Override
  public Optional<String> missingIndex(TableId table, List<String> columns) {
    List<MysqlIndex> indexes = ask(() -> MysqlIndex.read(catalog, table));
    return indexes.stream().anyMatch(index -> index.serves(columns))
        ? Optional.empty()
        : Optional.of(
            "ALTER TABLE "
                + MysqlNames.quote(table)
                + " ADD INDEX ("
                + MysqlNames.list(columns)
                + "), ALGORITHM = INPLACE, LOCK = NONE");
  }

  @Override
  public List<Requirement> requirements(Map<TableId, TableNeeds> tables) {
    return ask(() -> new MysqlRequirements(options, catalog).of(new TreeMap<>(tables)));
  }

  private interface Question<T> {
    T ask() throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw new LockstepException(new MysqlFaults(options).classify(e).problem(), e);
    }
  }

  @Override
  public void close() {
    session.close();
    catalog.close();
  }
}
