package dev.lockstep.verify;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.HeldOrder;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.JoinStep;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.mapping.ReadColumns;
import dev.lockstep.mapping.RowLookup;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.SourceProbe.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a chunk's items are made of beside the roots, read from the source a step of the
 * join at a time for all roots together. What was not read so, because it is too much at once, is
 * read when it is asked for. Not thread-safe.
 */
final class SourceLookup implements RowLookup {
  private static final Version NONE = new Version(0, 0, 0);

  private final Map<TableId, KeptTable> kept = new HashMap<>();
  private final ReadColumns columns;
  private final SourceProbe probe;
  private final int mostRows;
  private final LongConsumer meter;

  /** By the columns of a table that have been asked for, what was found for their values. */
  private final Map<Link, Map<List<Object>, List<Row>>> found = new HashMap<>();

  private record Link(TableId table, List<String> columns) {}

  /**
   * @param mostRows the most rows of one step that are read at once
   * @param meter told how many rows were read
   */
  SourceLookup(
      MappingPlan plan,
      Map<TableId, SourceTable> tables,
      SourceProbe probe,
      int mostRows,
      LongConsumer meter) {
    this.probe = probe;
    this.mostRows = mostRows;
    this.meter = meter;
    plan.kept().forEach(table -> kept.put(table.table(), table));
    this.columns = new ReadColumns(plan, tables);
  }

  /** The columns that are read of a table: those that are mapped or kept. */
  TableSchema schema(TableId table) {
    return columns.of(table);
  }

  /** Forgets everything: the source is seen as it is now. */
  void forget() {
    found.clear();
  }

  /** Reads what the items of some roots are made of. */
  void fetch(ItemTypePlan type, List<Row> roots) {
    Map<String, List<Row>> rows = new HashMap<>(Map.of("", roots));
    for (JoinStep step : type.joins()) {
      List<Row> parents = rows.getOrDefault(step.parent(), List.of());
      rows.put(step.path(), fetch(step, parents));
    }
  }

  private List<Row> fetch(JoinStep step, List<Row> parents) {
    Link link = new Link(step.table(), step.columns());
    Map<List<Object>, List<Row>> known = found.computeIfAbsent(link, it -> new HashMap<>());
    Map<List<Object>, List<Object>> asked = new LinkedHashMap<>();
    Set<List<Object>> wanted = new LinkedHashSet<>();
    for (Row parent : parents) {
      List<Object> values = values(parent, step.parentColumns());
      if (!values.isEmpty() && wanted.add(plain(values)) && !known.containsKey(plain(values))) {
        asked.put(plain(values), values);
      }
    }
    if (!asked.isEmpty()) {
      read(link, asked, known);
    }
    List<Row> rows = new ArrayList<>();
    wanted.forEach(values -> rows.addAll(known.getOrDefault(values, List.of())));
    return rows;
  }

  private void read(
      Link link, Map<List<Object>, List<Object>> asked, Map<List<Object>, List<Row>> known) {
    List<Row> rows = probe.rowsIn(schema(link.table()), link.columns(), asked.keySet(), mostRows);
    meter.accept(rows.size());
    if (rows.size() >= mostRows) {
      return;
    }
    asked.keySet().forEach(values -> known.put(values, new ArrayList<>(0)));
    for (Row row : rows) {
      List<Row> those = known.get(plain(values(row, link.columns())));
      if (those != null) {
        those.add(row);
      }
    }
    known.values().forEach(SourceLookup::sort);
  }

  private static void sort(List<Row> rows) {
    if (rows.size() > 1) {
      rows.sort((a, b) -> HeldOrder.ofKeys().compare(a.key(), b.key()));
    }
  }

  /** Empty if one is NULL, which links to nothing. */
  private static List<Object> values(Row row, List<String> columns) {
    List<Object> values = new ArrayList<>(columns.size());
    for (String column : columns) {
      Object value = row.get(column);
      if (value == null) {
        return List.of();
      }
      values.add(value);
    }
    return values;
  }

  private static List<Object> plain(List<?> values) {
    List<Object> plain = new ArrayList<>(values.size());
    values.forEach(value -> plain.add(Held.plain(Objects.requireNonNull(value))));
    return plain;
  }

  @Override
  public @Nullable KeptRow get(RowKey key) {
    TableSchema schema = schema(key.table());
    if (key.values().stream().anyMatch(Objects::isNull)) {
      return null;
    }
    Link link = new Link(key.table(), schema.keyColumns());
    Map<List<Object>, List<Row>> known = found.computeIfAbsent(link, it -> new HashMap<>());
    List<Object> values = plain(key.values());
    List<Row> rows =
        known.computeIfAbsent(values, it -> rows(schema, link.columns(), key.values()));
    return rows.isEmpty() ? null : new KeptRow(rows.get(0), NONE);
  }

  private List<Row> rows(
      TableSchema schema, List<String> columns, List<? extends @Nullable Object> values) {
    List<Row> rows = probe.rowsWhere(schema, new Condition(columns, values, null), 1);
    meter.accept(rows.size());
    return rows;
  }

  @Override
  public Optional<RowKey> children(
      TableId table,
      int index,
      List<? extends @Nullable Object> values,
      @Nullable RowKey after,
      int most,
      Consumer<KeptRow> each) {
    List<String> columns = Objects.requireNonNull(kept.get(table)).indexes().get(index);
    if (values.stream().anyMatch(Objects::isNull)) {
      return Optional.empty();
    }
    List<Row> known = found.getOrDefault(new Link(table, columns), Map.of()).get(plain(values));
    List<Row> rows = known == null ? read(table, columns, values, after, most) : known;
    int first = known == null || after == null ? 0 : behind(rows, after);
    int end = (int) Math.min(rows.size(), (long) first + most);
    rows.subList(first, end).forEach(row -> each.accept(new KeptRow(row, NONE)));
    return end - first < most ? Optional.empty() : Optional.of(rows.get(end - 1).key());
  }

  private List<Row> read(
      TableId table,
      List<String> columns,
      List<? extends @Nullable Object> values,
      @Nullable RowKey after,
      int most) {
    List<Row> rows = probe.rowsWhere(schema(table), new Condition(columns, values, after), most);
    meter.accept(rows.size());
    return rows;
  }

  private static int behind(List<Row> rows, RowKey after) {
    int first = 0;
    while (first < rows.size() && HeldOrder.ofKeys().compare(rows.get(first).key(), after) <= 0) {
      first++;
    }
    return first;
  }

  @Override
  public Optional<RowKey> rows(
      TableId table, @Nullable RowKey after, int most, Consumer<KeptRow> each) {
    throw new UnsupportedOperationException("roots are read in chunks, not looked up");
  }
}
