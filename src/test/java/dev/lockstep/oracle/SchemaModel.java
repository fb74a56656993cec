package dev.lockstep.oracle;

import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.ForeignKeyAction.Effect;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A random schema.
 *
 * @param references from table to table; not all of them are declared
 * @param silent whether the source does not log what declared references do to rows
 */
record SchemaModel(List<TableModel> tables, List<Reference> references, boolean silent) {

  /** What the source does with rows that reference a row that goes. */
  enum OnDelete {
    /** Nothing: the reference is not declared. */
    NOTHING,
    CASCADE,
    SET_NULL
  }

  /**
   * Columns of one table that hold values of columns of another, or of the same.
   *
   * @param clears whether rows that reference a row lose the reference when its values change; else
   *     they take the new ones over
   */
  record Reference(
      TableModel child,
      List<String> childColumns,
      TableModel parent,
      List<String> parentColumns,
      OnDelete onDelete,
      boolean clears) {

    boolean isDeclared() {
      return onDelete != OnDelete.NOTHING;
    }

    ForeignKeyAction action(String name) {
      return new ForeignKeyAction(
          name,
          child.id(),
          childColumns,
          parent.id(),
          parentColumns,
          onDelete == OnDelete.CASCADE ? Effect.CASCADE : Effect.SET_NULL,
          clears ? Effect.SET_NULL : Effect.CASCADE);
    }

    boolean isToKey() {
      return parentColumns.equals(parent.key());
    }

    /** Whether at most one row references a row. */
    boolean isOneToOne() {
      return childColumns.containsAll(child.key())
          || (childColumns.size() == 1 && child.column(childColumns.get(0)).unique());
    }

    String sql() {
      return isDeclared()
          ? "ALTER TABLE "
              + child.name()
              + " ADD FOREIGN KEY ("
              + String.join(", ", childColumns)
              + ") REFERENCES "
              + parent.name()
              + " ("
              + String.join(", ", parentColumns)
              + ") ON UPDATE "
              + (clears ? "SET NULL" : "CASCADE")
              + " ON DELETE "
              + onDelete.name().replace('_', ' ')
              + ";\n"
          : "";
    }
  }

  List<Reference> from(TableModel child) {
    return references.stream().filter(r -> r.child() == child).toList();
  }

  List<Reference> to(TableModel parent) {
    return references.stream().filter(r -> r.parent() == parent).toList();
  }

  TableModel table(TableId id) {
    return tables.stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
  }

  /** Whether a part of a transaction tells which rows it means. */
  boolean mayFlowInParts() {
    return tables.stream().noneMatch(table -> table.schema().deferrableKey());
  }

  Map<TableId, SourceTable> sources() {
    Map<TableId, SourceTable> sources = new LinkedHashMap<>();
    tables.forEach(table -> sources.put(table.id(), table.source(silentActions(table))));
    return sources;
  }

  /** Named so that they come in the order in which the database carries them out. */
  private List<ForeignKeyAction> silentActions(TableModel child) {
    List<ForeignKeyAction> actions = new ArrayList<>();
    for (int i = 0; i < references.size() && silent; i++) {
      Reference reference = references.get(i);
      if (reference.child() == child && reference.isDeclared()) {
        actions.add(reference.action(String.format(Locale.ROOT, "fk%03d", i)));
      }
    }
    return actions;
  }

  /** The statements that make the schema. */
  String sql() {
    StringBuilder sql = new StringBuilder();
    tables.forEach(table -> sql.append(table.sql()));
    references.forEach(reference -> sql.append(reference.sql()));
    return sql.toString();
  }
}
