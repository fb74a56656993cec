package dev.lockstep.source.mysql;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableSchema;
import dev.lockstep.source.mysql.ProbeRows.Filter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows from all over a large table by walking its key: a few rows from each of many places,
 * since rows that lie together are alike. Where the first column of the key has few values, the
 * places are within each of them.
 */
final class MysqlSampling {
  private static final int MOST_PLACES = 100;
  private static final int LEAST_ROWS_OF_A_PLACE = 3;

  private final ProbeRows reader;
  private final TableSchema schema;
  private final List<String> key;
  private final int wanted;
  private final int seed;
  private final Map<RowKey, Row> found = new LinkedHashMap<>();

  /**
   * For a table that an index leads through.
   *
   * @param wanted how many rows; the table has more
   * @param seed another one takes them from other places
   */
  MysqlSampling(ProbeRows reader, TableSchema schema, int wanted, int seed) {
    this.seed = seed;
    this.reader = reader;
    this.schema = schema;
    this.key = schema.keyColumns();
    this.wanted = wanted;
  }

  List<Row> rows() {
    walk(Filter.NONE, 0, wanted);
    List<Row> rest =
        found.size() < wanted ? reader.read(schema, Filter.NONE, key, wanted) : List.of();
    rest.forEach(row -> found.putIfAbsent(row.key(), row));
    return thinned(new ArrayList<>(found.values()));
  }

  /** As many as are wanted, from all over what was found. */
  private List<Row> thinned(List<Row> rows) {
    List<Row> kept = new ArrayList<>();
    int most = Math.min(wanted, rows.size());
    for (int i = 0; i < most; i++) {
      kept.add(rows.get((int) ((long) i * rows.size() / most)));
    }
    return kept;
  }

  private void walk(Filter within, int depth, int share) {
    int before = found.size();
    Set<Object> values = places(within, depth, share);
    boolean crowded = found.size() - before < share / 2;
    if (crowded && depth + 1 < key.size() && !values.isEmpty()) {
      int each = Math.max(LEAST_ROWS_OF_A_PLACE, share / values.size());
      for (Object value : values) {
        walk(within.and(Filter.compared(schema, key.get(depth), "=", value)), depth + 1, each);
      }
    }
  }

  /** Takes rows from places of a column of the key; the values that it has there. */
  private Set<Object> places(Filter within, int depth, int share) {
    List<String> order = key.subList(depth, key.size());
    Object least = value(first(within, order), depth);
    Object greatest = value(reader.last(schema, within, order), depth);
    if (least == null || greatest == null) {
      return Set.of();
    }
    int most = Math.max(1, Math.min(MOST_PLACES, share / LEAST_ROWS_OF_A_PLACE));
    int places = most - seed % (1 + most / 2);
    Set<Object> values = new LinkedHashSet<>();
    for (Object place : KeyPoints.between(least, greatest, places)) {
      Filter from = within.and(Filter.compared(schema, key.get(depth), ">=", place));
      for (Row row : reader.read(schema, from, order, (share + places - 1) / places)) {
        found.putIfAbsent(row.key(), row);
        values.add(Objects.requireNonNull(value(row, depth)));
      }
    }
    return values;
  }

  private @Nullable Row first(Filter within, List<String> order) {
    return reader.read(schema, within, order, 1).stream().findFirst().orElse(null);
  }

  private @Nullable Object value(@Nullable Row row, int depth) {
    return row == null ? null : row.get(key.get(depth));
  }
}
