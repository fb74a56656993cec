package dev.lockstep.inspect;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.JoinStep;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.SourceProbe.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Walks on the source from a row up to the rows whose items show it. */
final class Ascent {
  private final ItemTypePlan type;
  private final Projection projection;
  private final SourceProbe probe;
  private final int limit;
  private final Map<String, JoinStep> steps = new HashMap<>();
  private final Map<RowKey, Root> roots = new LinkedHashMap<>();
  private boolean cut;

  /**
   * @param limit the most rows to follow from one row, and the most roots
   */
  Ascent(ItemTypePlan type, Projection projection, SourceProbe probe, int limit) {
    this.type = type;
    this.projection = projection;
    this.probe = probe;
    this.limit = limit;
    type.joins().forEach(step -> steps.put(step.path(), step));
  }

  /**
   * A root row that shows the row.
   *
   * @param through by which paths
   */
  record Root(Row row, List<String> through) {}

  /** The roots above a row, by every place at which its table stands. */
  List<Root> from(Row row) {
    if (row.table().equals(type.root())) {
      reached(row, "");
    }
    for (JoinStep step : type.joins()) {
      if (step.table().equals(row.table())) {
        climb(row, step, step.path());
      }
    }
    return List.copyOf(roots.values());
  }

  /** Whether there are more than were followed. */
  boolean isCut() {
    return cut;
  }

  private void climb(Row row, JoinStep step, String origin) {
    JoinStep above = steps.get(step.parent());
    TableId table = above == null ? type.root() : above.table();
    for (Row parent : parents(row, step, table)) {
      if (above == null) {
        reached(parent, origin);
      } else {
        climb(parent, above, origin);
      }
    }
  }

  private List<Row> parents(Row row, JoinStep step, TableId table) {
    List<@Nullable Object> values = new ArrayList<>();
    step.columns().forEach(column -> values.add(row.get(column)));
    Condition condition = new Condition(step.parentColumns(), values, null);
    List<Row> parents = probe.rowsWhere(projection.schema(table), condition, limit + 1);
    cut |= parents.size() > limit;
    return parents.subList(0, Math.min(limit, parents.size()));
  }

  private void reached(Row root, String path) {
    RowKey key = root.key();
    if (roots.size() >= limit && !roots.containsKey(key)) {
      cut = true;
      return;
    }
    Root known = roots.computeIfAbsent(key, k -> new Root(root, new ArrayList<>()));
    if (!known.through().contains(path)) {
      known.through().add(Objects.requireNonNull(path));
    }
  }
}
