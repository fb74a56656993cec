package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.yaml.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Works out what item types need of a table. */
final class Needs {

  private final List<ItemTypePlan> types;
  private final List<KeptTable> kept;
  private final List<SilentAction> silent;

  Needs(List<ItemTypePlan> types, List<KeptTable> kept, List<SilentAction> silent) {
    this.types = types;
    this.kept = kept;
    this.silent = silent;
  }

  /**
   * What all item types together need of a table. Earlier values are needed from the source only
   * for the keys of plain item types, and only if it sends whole earlier rows: else they are kept;
   * and where rows follow a row's change in silence.
   */
  TableNeeds of(SourceTable source, List<String> identity) {
    TableSchema schema = source.schema();
    Set<String> read = new HashSet<>(schema.keyColumns());
    Set<String> before = new HashSet<>();
    Set<String> realDates = new HashSet<>();
    for (ItemTypePlan type : types) {
      addReads(type.joinRoot(), schema, JoinNode::reads, read);
      addReads(type.joinRoot(), schema, JoinNode::realDates, realDates);
      if (!type.isJoined() && type.root().equals(schema.table()) && source.fullBeforeImage()) {
        before.addAll(type.keyColumns());
      }
    }
    before.addAll(referenced(schema.table()));
    read.addAll(before);
    before.removeAll(schema.keyColumns());
    before.addAll(identity);
    List<KeptTable> rows = kept.stream().filter(t -> t.table().equals(schema.table())).toList();
    rows.forEach(table -> read.addAll(table.columns()));
    boolean changesOnly = rows.isEmpty() && types.stream().noneMatch(t -> reads(t, schema));
    return new TableNeeds(
        inOrder(schema, read),
        inOrder(schema, before),
        identity,
        changesOnly,
        inOrder(schema, realDates));
  }

  private static boolean reads(ItemTypePlan type, TableSchema schema) {
    return type.root().equals(schema.table())
        || type.joins().stream().anyMatch(step -> step.table().equals(schema.table()));
  }

  private List<String> referenced(TableId parent) {
    return silent.stream()
        .map(SilentAction::action)
        .filter(action -> action.parent().equals(parent))
        .flatMap(action -> action.parentColumns().stream())
        .toList();
  }

  private static void addReads(
      JoinNode node,
      TableSchema schema,
      Function<JoinNode, Set<String>> columns,
      Set<String> read) {
    if (node.table().equals(schema.table())) {
      read.addAll(columns.apply(node));
    }
    node.children().forEach(child -> addReads(child, schema, columns, read));
  }

  private static List<String> inOrder(TableSchema schema, Set<String> names) {
    return schema.columns().stream().map(Column::name).filter(names::contains).toList();
  }

  /** All columns that a plain item type reads. */
  static Set<String> columnsOf(ItemTypePlan type, TableSchema schema) {
    Set<String> columns = new HashSet<>(type.keyColumns());
    columns.addAll(shownBy(type, schema));
    columns.addAll(whereColumns(type, schema));
    return columns;
  }

  /** The columns that attributes are made of. */
  private static Set<String> shownBy(ItemTypePlan type, TableSchema schema) {
    ItemDefinition item = type.definition();
    Set<String> columns = new HashSet<>();
    for (Column column : schema.columns()) {
      String name = column.name();
      if (item.columns().takes(name) && !item.attributes().containsKey(name)) {
        columns.add(name);
      }
    }
    item.attributes().values().forEach(value -> columns.addAll(ItemTypePlan.columnsOf(value)));
    return columns;
  }

  /** The columns that an item type's condition reads. */
  static Set<String> whereColumns(ItemTypePlan type, TableSchema schema) {
    Named where = type.definition().where();
    if (where == null) {
      return Set.of();
    }
    Where compiled =
        new WhereCompiler(
                type.definition().owner(), schema, type.definition().content(), new Problems())
            .compile(where);
    return compiled == null ? Set.of() : compiled.columns();
  }
}
