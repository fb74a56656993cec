package dev.lockstep.daemon;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappingPlan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan as people read it. */
final class PlanReport {
  private PlanReport() {}

  static String text(MappingPlan plan, Map<TableId, SourceTable> sources) {
    StringBuilder text = new StringBuilder();
    text.append("Target tables\n");
    for (TableSpec table : plan.tables()) {
      text.append("  ").append(table.name()).append("  ").append(keys(table)).append('\n');
    }
    text.append("\nItem types\n");
    for (ItemTypePlan type : plan.itemTypes()) {
      text.append("  ").append(type.name()).append(": rows of ").append(type.root());
      text.append(rows(sources.get(type.root()))).append(" → ");
      text.append(type.table().name()).append('\n');
    }
    text.append("\nSource tables read\n");
    plan.needs()
        .forEach(
            (table, needs) -> {
              text.append("  ").append(table).append(": ");
              text.append(String.join(", ", needs.columns())).append('\n');
            });
    text.append("\nNo rows are kept: every item follows from its own row.\n");
    plan.warnings().forEach(warning -> text.append("\nWarning: ").append(warning).append('\n'));
    return text.toString();
  }

  private static String rows(@Nullable SourceTable table) {
    return table == null || table.estimatedRows() < 0
        ? ""
        : " (about " + table.estimatedRows() + ")";
  }

  /** The keys and indexes of a table in a few words. */
  static String keys(TableSpec table) {
    StringBuilder keys = new StringBuilder(pair(table.partitionKey(), table.sortKey()));
    for (TableSpec.Index index : table.indexes()) {
      keys.append(", index ").append(index.name()).append(' ');
      keys.append(pair(index.partitionKey(), index.sortKey()));
    }
    return keys.toString();
  }

  private static String pair(KeyAttribute partition, @Nullable KeyAttribute sort) {
    String first = partition.name() + " " + partition.type();
    return sort == null ? first : first + " / " + sort.name() + " " + sort.type();
  }
}
