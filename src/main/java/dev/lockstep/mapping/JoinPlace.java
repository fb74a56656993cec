package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node of an item type's tree as changes see it: which of them matter there, and how the rows
 * above are found. Not thread-safe.
 */
final class JoinPlace {
  private final JoinedType type;
  private final JoinNode node;
  private final @Nullable JoinPlace parent;
  private final boolean decidesKey;
  private final ColumnTuple reads;
  private final ColumnTuple link;
  private final int[] parentKey;

  private JoinPlace(JoinedType type, JoinNode node, @Nullable JoinPlace parent) {
    this.type = type;
    this.node = node;
    this.parent = parent;
    this.decidesKey = type.decidesKey(node);
    this.reads = new ColumnTuple(readsOf(node));
    this.link = new ColumnTuple(node.link().childColumns());
    this.parentKey = parent == null ? new int[0] : parentKey(parent.node, node.link());
  }

  /** All places of an item type, the root first. */
  static List<JoinPlace> of(JoinedType type) {
    List<JoinPlace> places = new ArrayList<>();
    addAll(type, type.tree(), null, places);
    return places;
  }

  private static void addAll(
      JoinedType type, JoinNode node, @Nullable JoinPlace parent, List<JoinPlace> places) {
    JoinPlace place = new JoinPlace(type, node, parent);
    places.add(place);
    node.children().forEach(child -> addAll(type, child, place, places));
  }

  /** The columns by which rows are linked count as read, said or not. */
  private static Set<String> readsOf(JoinNode node) {
    Set<String> reads = new LinkedHashSet<>(node.reads());
    reads.addAll(node.link().childColumns());
    node.children().forEach(child -> reads.addAll(child.link().parentColumns()));
    return reads;
  }

  /** The places of the parent's key columns among the linked ones; empty if they are not those. */
  private static int[] parentKey(JoinNode parent, JoinNode.Link link) {
    int[] places = parent.keyColumns().stream().mapToInt(link.parentColumns()::indexOf).toArray();
    boolean isKey = places.length == link.parentColumns().size();
    for (int place : places) {
      isKey &= place >= 0;
    }
    return isKey ? places : new int[0];
  }

  JoinedType type() {
    return type;
  }

  JoinNode node() {
    return node;
  }

  /** The place above; null at the root. */
  @Nullable JoinPlace parent() {
    return parent;
  }

  /** Whether the rows here may decide which item a root row has. */
  boolean decidesKey() {
    return decidesKey;
  }

  /** Whether an item can tell one state of a row here from another. */
  boolean matters(Row before, Row after) {
    return reads.differ(before, after);
  }

  /** Whether a row here may have left the rows that it was linked to. */
  boolean leaves(Row before, @Nullable Row after) {
    return after == null || link.differ(before, after);
  }

  /** What rows above must hold for a row here to be linked to them; null if it is to none. */
  @Nullable List<Object> linkOf(Row row) {
    return link.values(row);
  }

  /** The key of the only row above that can hold these values; null if the key is not linked. */
  @Nullable RowKey parentKey(List<Object> linked) {
    if (parent == null || parentKey.length == 0) {
      return null;
    }
    @Nullable Object[] values = new Object[parentKey.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = linked.get(parentKey[i]);
    }
    return new RowKey(parent.node.table(), values);
  }
}
