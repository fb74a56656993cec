package dev.lockstep.inspect;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.mapping.ReadColumns;
import dev.lockstep.mapping.RowLookup;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.SourceProbe.Condition;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a plan keeps, read from the source itself, key by key: what builds an item from the
 * row store builds it from these too. Of the tables as a whole it shows only the rows that it was
 * given, so that only their items are built. Not thread-safe.
 */
final class SourceRows implements RowLookup {
  private static final Version NONE = new Version(0, 0, 0);

  /** Rows that many others look up are read once; so many are remembered. */
  private static final int REMEMBERED = 10_000;

  private final Map<TableId, KeptTable> kept = new HashMap<>();
  private final ReadColumns columns;
  private final SourceProbe probe;
  private final long limit;
  private final Map<RowKey, Optional<KeptRow>> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RowKey, Optional<KeptRow>> eldest) {
          return size() > REMEMBERED;
        }
      };
  private List<Row> shown = List.of();
  private long read;

  /**
   * @param tables the source's tables, all that the plan reads
   * @param limit the most rows to read in all
   */
  SourceRows(MappingPlan plan, Map<TableId, SourceTable> tables, SourceProbe probe, long limit) {
    this.probe = probe;
    this.limit = limit;
    plan.kept().forEach(table -> kept.put(table.table(), table));
    this.columns = new ReadColumns(plan, tables);
  }

  /** The columns that are read of a table: those that are mapped or kept. */
  TableSchema schema(TableId table) {
    return columns.of(table);
  }

  /**
   * From now on the tables consist of these rows alone; what they lead to is found all the same.
   */
  SourceRows showing(List<Row> rows) {
    shown = List.copyOf(rows);
    shown.forEach(row -> remembered.put(row.key(), Optional.of(asKept(row))));
    return this;
  }

  @Override
  public @Nullable KeptRow get(RowKey key) {
    return remembered.computeIfAbsent(key, this::fetch).orElse(null);
  }

  private Optional<KeptRow> fetch(RowKey key) {
    TableSchema schema = schema(key.table());
    Condition condition = new Condition(schema.keyColumns(), key.values(), null);
    return rows(schema, condition, 1).stream().findFirst().map(SourceRows::asKept);
  }

  private List<Row> rows(TableSchema schema, Condition condition, int most) {
    List<Row> rows = probe.rowsWhere(schema, condition, most);
    read += rows.size();
    if (read > limit) {
      throw new LockstepException(tooMany());
    }
    return rows;
  }

  private Problem tooMany() {
    return Problem.error(
        Category.SOURCE,
        "SAMPLE-TOO-LARGE",
        "the items of the sample take more than " + limit + " rows of the source",
        null,
        "sample fewer rows with --sample");
  }

  private static KeptRow asKept(Row row) {
    return new KeptRow(row, NONE);
  }

  @Override
  public Optional<RowKey> children(
      TableId table,
      int index,
      List<? extends @Nullable Object> values,
      @Nullable RowKey after,
      int most,
      Consumer<KeptRow> each) {
    KeptTable indexed = kept.get(table);
    if (indexed == null) {
      throw new IllegalArgumentException(table + " is not kept");
    }
    Condition condition = new Condition(indexed.indexes().get(index), values, after);
    List<Row> rows = rows(schema(table), condition, most);
    rows.forEach(row -> each.accept(asKept(row)));
    return rows.size() < most ? Optional.empty() : Optional.of(rows.get(most - 1).key());
  }

  @Override
  public Optional<RowKey> rows(
      TableId table, @Nullable RowKey after, int most, Consumer<KeptRow> each) {
    List<Row> rows = shown.stream().filter(row -> row.table().equals(table)).toList();
    int first = after == null ? 0 : 1 + keys(rows).indexOf(after);
    int end = Math.min(rows.size(), first + most);
    rows.subList(first, end).forEach(row -> each.accept(asKept(row)));
    return end - first < most ? Optional.empty() : Optional.of(rows.get(end - 1).key());
  }

  private static List<RowKey> keys(List<Row> rows) {
    return rows.stream().map(Row::key).toList();
  }
}
