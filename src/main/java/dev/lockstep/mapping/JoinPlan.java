package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.TableSchema;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** The tables that an item type is made of, as the catalog described them. Immutable. */
final class JoinPlan {
  private final JoinNode root;
  private final IdentityHashMap<JoinNode, TableSchema> catalog;
  private final boolean keyFollowsFromRoot;

  /**
   * @param catalog the whole shape of each node's table
   * @param keyFollowsFromRoot whether a root row alone tells its item's key and whether there is an
   *     item
   */
  JoinPlan(
      JoinNode root, IdentityHashMap<JoinNode, TableSchema> catalog, boolean keyFollowsFromRoot) {
    this.root = root;
    this.catalog = new IdentityHashMap<>(catalog);
    this.keyFollowsFromRoot = keyFollowsFromRoot;
  }

  JoinNode root() {
    return root;
  }

  boolean keyFollowsFromRoot() {
    return keyFollowsFromRoot;
  }

  /** The shapes that the tables had in the catalog; one that stands at several nodes repeats. */
  Collection<TableSchema> catalog() {
    return Collections.unmodifiableCollection(catalog.values());
  }

  /** The shape that a node's table had in the catalog. */
  TableSchema catalogOf(JoinNode node) {
    return Objects.requireNonNull(catalog.get(node), node::path);
  }

  /**
   * The shape in which a node reads a looked-up row: the columns that it reads, in the order of the
   * shape in which the row is kept.
   */
  TableSchema readShape(JoinNode node, TableSchema kept) {
    List<Column> columns =
        knownShape(node, kept).columns().stream()
            .filter(column -> node.reads().contains(column.name()))
            .toList();
    return new TableSchema(kept.table(), columns, node.keyColumns());
  }

  /**
   * A shape of kept rows with types for all columns: those that rows lack because they were stored
   * before the column was kept have the catalog's. Their values are unavailable, and that is found
   * out row by row.
   */
  TableSchema knownShape(JoinNode node, TableSchema kept) {
    TableSchema known = catalogOf(node);
    if (kept == known) {
      return kept;
    }
    List<Column> columns = kept.columns().stream().map(c -> knownColumn(c, known)).toList();
    return new TableSchema(kept.table(), columns, kept.keyColumns(), kept.deferrableKey());
  }

  private static Column knownColumn(Column column, TableSchema known) {
    int place = known.indexOf(column.name());
    boolean absent = column.type().kind() == ColumnType.Kind.UNSUPPORTED;
    return absent && place >= 0 ? known.columns().get(place) : column;
  }
}
