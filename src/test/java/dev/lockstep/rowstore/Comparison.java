package dev.lockstep.rowstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.RowLookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares all that a store, or a view of it, shows of the tables of a {@link RandomHistory} with a
 * plain map.
 */
final class Comparison {
  private final RowLookup store;
  private final Map<RowKey, Row> expected;
  private final String when;

  Comparison(RowLookup store, Map<RowKey, Row> expected, String when) {
    this.store = store;
    this.expected = expected;
    this.when = when;
  }

  void run() {
    RandomHistory.KEPT.forEach(this::compare);
  }

  private void compare(KeptTable table) {
    Map<RowKey, Row> wanted = new HashMap<>(expected);
    wanted.keySet().removeIf(key -> !key.table().equals(table.table()));
    assertThat(all(table)).as(when).isEqualTo(wanted);
    if (store instanceof RowStore whole) {
      assertThat(whole.statistics().rows())
          .as(when)
          .containsEntry(table.table(), (long) wanted.size());
    }
    for (int index = 0; index < table.indexes().size(); index++) {
      compareIndex(table, index, wanted);
    }
  }

  private Map<RowKey, Row> all(KeptTable table) {
    Map<RowKey, Row> rows = new HashMap<>();
    Optional<RowKey> last = Optional.empty();
    do {
      last =
          store.rows(
              table.table(), last.orElse(null), 3, row -> rows.put(row.row().key(), row.row()));
    } while (last.isPresent());
    return rows;
  }

  private void compareIndex(KeptTable table, int index, Map<RowKey, Row> wanted) {
    List<String> columns = table.indexes().get(index);
    Map<List<@Nullable Object>, Set<RowKey>> groups = new HashMap<>();
    wanted.forEach(
        (key, row) -> groups.computeIfAbsent(tuple(row, columns), any -> new HashSet<>()).add(key));
    for (List<@Nullable Object> values : tuplesToAsk(columns, groups.keySet())) {
      boolean hasNull = values.stream().anyMatch(Objects::isNull);
      assertThat(children(table.table(), index, values))
          .as("%s, %s = %s", when, columns, values)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(
              hasNull ? Set.of() : groups.getOrDefault(values, Set.of()));
    }
  }

  private List<RowKey> children(TableId table, int index, List<@Nullable Object> values) {
    List<RowKey> found = new ArrayList<>();
    Optional<RowKey> last = Optional.empty();
    do {
      last =
          store.children(
              table, index, values, last.orElse(null), 2, row -> found.add(row.row().key()));
    } while (last.isPresent());
    return found;
  }

  /** Those that are there, and one that may not be. */
  private static Set<List<@Nullable Object>> tuplesToAsk(
      List<String> columns, Set<List<@Nullable Object>> there) {
    Set<List<@Nullable Object>> all = new HashSet<>(there);
    List<@Nullable Object> other = new ArrayList<>();
    columns.forEach(column -> other.add(column.equals("parent") ? (Object) 2L : "a"));
    all.add(other);
    return all;
  }

  private static List<@Nullable Object> tuple(Row row, List<String> columns) {
    List<@Nullable Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(row.get(column)));
    return values;
  }
}
