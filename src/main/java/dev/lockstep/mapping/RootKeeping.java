package dev.lockstep.mapping;

import dev.lockstep.change.SourceTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Works out what of a plain item type's root must be kept, because the source's changes do not
 * carry it: earlier values of key columns, and large values that did not change. Where updates
 * carry the whole earlier row, that is nothing.
 */
final class RootKeeping {
  private static final String KEY =
      "finds the old item when a row changes: the source does not send its earlier values";
  private static final String CONDITION =
      "completes an item that begins to exist: an update may leave large values out";
  private static final String TEMPLATE =
      "completes a text of several columns: an update may leave large values out";

  private final ItemTypePlan plan;
  private final SourceTable source;
  private final Keeping keeping;

  RootKeeping(ItemTypePlan plan, SourceTable source, Keeping keeping) {
    this.plan = plan;
    this.source = source;
    this.keeping = keeping;
  }

  void keep() {
    if (plan.isJoined() || source.fullBeforeImage() || source.schema().keyColumns().isEmpty()) {
      return;
    }
    keepForKey();
    keepForCondition();
    plan.definition().attributes().values().forEach(this::keepForTemplate);
  }

  private void keepForKey() {
    List<String> outside = new ArrayList<>(plan.keyColumns());
    outside.removeAll(source.schema().keyColumns());
    if (!outside.isEmpty()) {
      Set<String> columns = new HashSet<>(plan.keyColumns());
      columns.addAll(Needs.whereColumns(plan, source.schema()));
      columns.addAll(unsent());
      keep(KEY, columns);
    }
  }

  private void keepForCondition() {
    if (plan.definition().where() != null) {
      keep(CONDITION, unsent());
    }
  }

  private void keepForTemplate(ValueDefinition value) {
    Set<String> unsent = new HashSet<>(ItemTypePlan.columnsOf(value));
    boolean several = unsent.size() > 1;
    unsent.retainAll(source.toastable());
    if (several) {
      keep(TEMPLATE, unsent);
    }
  }

  private Set<String> unsent() {
    Set<String> unsent = Needs.columnsOf(plan, source.schema());
    unsent.retainAll(source.toastable());
    return unsent;
  }

  private void keep(String why, Set<String> columns) {
    if (!columns.isEmpty()) {
      columns.addAll(source.schema().keyColumns());
      keeping.keep(source, plan.name(), why, columns);
    }
  }
}
