package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a source as they are, looked through one by one. */
final class NaiveRows implements RowLookup {
  private static final Version ANY = new Version(0, 0, 0);

  private final Map<RowKey, Row> rows;
  private final Map<TableId, KeptTable> kept = new HashMap<>();

  NaiveRows(Map<RowKey, Row> rows, Collection<KeptTable> kept) {
    this.rows = rows;
    kept.forEach(table -> this.kept.put(table.table(), table));
  }

  @Override
  public @Nullable KeptRow get(RowKey key) {
    Row row = rows.get(key);
    return row == null ? null : new KeptRow(row, ANY);
  }

  @Override
  public Optional<RowKey> children(
      TableId table,
      int index,
      List<? extends @Nullable Object> values,
      @Nullable RowKey after,
      int limit,
      Consumer<KeptRow> each) {
    List<String> columns = Objects.requireNonNull(kept.get(table)).indexes().get(index);
    for (Row row : rows.values()) {
      List<@Nullable Object> held = new ArrayList<>();
      columns.forEach(c -> held.add(row.table().equals(table) ? row.get(c) : null));
      if (!held.contains(null) && held.equals(values)) {
        each.accept(new KeptRow(row, ANY));
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<RowKey> rows(
      TableId table, @Nullable RowKey after, int limit, Consumer<KeptRow> each) {
    rows.values().stream()
        .filter(row -> row.table().equals(table))
        .forEach(row -> each.accept(new KeptRow(row, ANY)));
    return Optional.empty();
  }
}
