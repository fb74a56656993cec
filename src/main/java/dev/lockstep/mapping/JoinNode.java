package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tree of tables that one item type is made of: its root, a table embedded in it, a
 * table looked up from there. One table may stand at several places. From any row, {@code link}
 * leads up to the rows of the parent's table and down to those of this one.
 */
final class JoinNode {
  private final String path;
  private final Kind kind;
  private final TableId table;
  private final @Nullable JoinNode parent;
  private final Link link;
  private final List<String> keyColumns;
  private final Set<String> reads;
  private final Set<String> realDates;
  private final List<JoinNode> children = new ArrayList<>();

  /** What stands at a node. */
  enum Kind {
    /** The row that becomes an item. */
    ROOT,
    /** Rows that reference the parent's row. */
    EMBED,
    /** The row that the parent's row references. */
    LOOKUP
  }

  /**
   * The columns on which parent and child rows agree, and how either side is found.
   *
   * @param parentColumns columns of the parent's row
   * @param childColumns columns of this node's row, in the same order
   * @param parentIndex the place in the parent's {@link KeptTable#indexes()} over {@code
   *     parentColumns}, by which a walk goes up
   * @param childIndex the place in this table's {@link KeptTable#indexes()} over {@code
   *     childColumns}, by which a walk goes down
   */
  record Link(
      List<String> parentColumns, List<String> childColumns, int parentIndex, int childIndex) {
    static final Link NONE = new Link(List.of(), List.of(), -1, -1);
  }

  /**
   * @param path names from the root down, with dots between; empty for the root
   * @param parent absent for the root
   * @param keyColumns what identifies a row of the table
   * @param reads the columns whose change may change the item: shown, compared, ordered by or
   *     linked by; the row key is always among them
   * @param realDates the columns in which a date that no calendar has makes a bad row
   */
  JoinNode(
      String path,
      Kind kind,
      TableId table,
      @Nullable JoinNode parent,
      Link link,
      List<String> keyColumns,
      Set<String> reads,
      Set<String> realDates) {
    this.path = path;
    this.kind = kind;
    this.table = table;
    this.parent = parent;
    this.link = link;
    this.keyColumns = List.copyOf(keyColumns);
    this.reads = Collections.unmodifiableSet(reads);
    this.realDates = Collections.unmodifiableSet(realDates);
    if (parent != null) {
      parent.children.add(this);
    }
  }

  String path() {
    return path;
  }

  /** The name that the mapping gives it there; empty for the root. */
  String name() {
    return parent == null || parent.path.isEmpty()
        ? path
        : path.substring(parent.path.length() + 1);
  }

  Kind kind() {
    return kind;
  }

  TableId table() {
    return table;
  }

  @Nullable JoinNode parent() {
    return parent;
  }

  Link link() {
    return link;
  }

  List<String> keyColumns() {
    return keyColumns;
  }

  Set<String> reads() {
    return reads;
  }

  Set<String> realDates() {
    return realDates;
  }

  List<JoinNode> children() {
    return Collections.unmodifiableList(children);
  }
}
