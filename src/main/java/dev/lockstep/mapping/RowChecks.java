package dev.lockstep.mapping;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableSchema;
import dev.lockstep.yaml.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks whether the source's changes carry what an item type needs: earlier values of key columns,
 * and values that did not change. Until rows are kept beside the stream, what a change does not
 * carry cannot be known.
 */
final class RowChecks {
  private final ItemTypePlan plan;
  private final SourceTable source;
  private final Problems problems;

  RowChecks(ItemTypePlan plan, SourceTable source, Problems problems) {
    this.plan = plan;
    this.source = source;
    this.problems = problems;
  }

  void check() {
    if (source.fullBeforeImage()) {
      return;
    }
    checkKey();
    checkWhere();
    checkTemplates();
  }

  private void checkKey() {
    List<String> outside = new ArrayList<>(plan.keyColumns());
    outside.removeAll(source.schema().keyColumns());
    if (!outside.isEmpty() && !source.schema().keyColumns().isEmpty()) {
      problems.error(
          "KEY-NEEDS-BEFORE-IMAGE",
          "the item key of '"
              + plan.name()
              + "' uses "
              + columns(outside)
              + ", which "
              + (outside.size() == 1 ? "is" : "are")
              + " not in the row key: when it changes, the"
              + " old item cannot be found",
          plan.key().values().iterator().next().place(),
          fullIdentity());
    }
  }

  private void checkWhere() {
    Named where = plan.definition().where();
    List<String> unsent = new ArrayList<>(Needs.columnsOf(plan, source.schema()));
    unsent.retainAll(source.toastable());
    if (where != null && !unsent.isEmpty()) {
      problems.error(
          "WHERE-NEEDS-BEFORE-IMAGE",
          "item type '"
              + plan.name()
              + "' has a condition, and an update may leave out the value"
              + " of "
              + columns(inOrder(unsent))
              + ": an item that begins to exist would lack it",
          where.place(),
          fullIdentity());
    }
  }

  private void checkTemplates() {
    for (Map.Entry<String, ValueDefinition> entry : plan.definition().attributes().entrySet()) {
      Set<String> unsent = new HashSet<>(ItemTypePlan.columnsOf(entry.getValue()));
      boolean several = unsent.size() > 1;
      unsent.retainAll(source.toastable());
      if (several && !unsent.isEmpty()) {
        problems.info(
            "TEMPLATE-MAY-LACK-VALUE",
            "attribute '"
                + entry.getKey()
                + "' of item type '"
                + plan.name()
                + "' is made of several"
                + " columns, and an update may leave out "
                + columns(inOrder(unsent))
                + " where the value has over 2 kB: such a row is refused",
            entry.getValue().place(),
            fullIdentity());
      }
    }
  }

  private List<String> inOrder(Collection<String> names) {
    TableSchema schema = source.schema();
    return schema.columns().stream().map(c -> c.name()).filter(names::contains).toList();
  }

  private static String columns(List<String> names) {
    return (names.size() == 1 ? "column " : "columns ") + String.join(", ", names);
  }

  private String fullIdentity() {
    return "ALTER TABLE " + source.schema().table() + " REPLICA IDENTITY FULL.";
  }
}
