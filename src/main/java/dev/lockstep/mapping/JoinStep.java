package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import java.util.ArrayList;
import java.util.List;

/**
 * How an item type comes from the rows of one table to those of another.
 *
 * @param path names from the root down, with dots between: {@code lines.product}
 * @param parent the path of the row from which it goes on; empty for the root
 * @param lookup whether the parent's row references this one (many of them one); else this one
 *     references the parent's
 * @param table the table that it leads to
 * @param parentColumns columns of the parent's row
 * @param columns columns of the table that equal them, in the same order
 */
public record JoinStep(
    String path,
    String parent,
    boolean lookup,
    TableId table,
    List<String> parentColumns,
    List<String> columns) {

  /** The steps below a node, depth first. */
  static List<JoinStep> below(JoinNode node) {
    List<JoinStep> steps = new ArrayList<>();
    for (JoinNode child : node.children()) {
      JoinNode.Link link = child.link();
      steps.add(
          new JoinStep(
              child.path(),
              node.path(),
              child.kind() == JoinNode.Kind.LOOKUP,
              child.table(),
              link.parentColumns(),
              link.childColumns()));
      steps.addAll(below(child));
    }
    return List.copyOf(steps);
  }
}
