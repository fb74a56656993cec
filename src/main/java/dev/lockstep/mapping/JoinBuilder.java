package dev.lockstep.mapping;

import dev.lockstep.change.TableSchema;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Makes the tree of an item type, and has kept what its walks and its items need. */
final class JoinBuilder {
  private final String itemType;
  private final Keeping keeping;
  private final IdentityHashMap<JoinNode, TableSchema> catalog = new IdentityHashMap<>();

  JoinBuilder(String itemType, Keeping keeping) {
    this.itemType = itemType;
    this.keeping = keeping;
  }

  /** The tree; nothing is kept for a root that stands alone. */
  JoinPlan build(Joint root, boolean keyFollowsFromRoot) {
    if (root.children().isEmpty()) {
      return new JoinPlan(node(root, null, JoinNode.Link.NONE), catalog, keyFollowsFromRoot);
    }
    return new JoinPlan(tree(root, null, null), catalog, keyFollowsFromRoot);
  }

  private JoinNode tree(Joint joint, @Nullable Joint above, @Nullable JoinNode parent) {
    keep(joint);
    JoinNode.Link link =
        above == null
            ? JoinNode.Link.NONE
            : new JoinNode.Link(
                joint.parentColumns(),
                joint.childColumns(),
                keeping.index(above.source(), joint.parentColumns()),
                keeping.index(joint.source(), joint.childColumns()));
    JoinNode node = node(joint, parent, link);
    joint.children().forEach(child -> tree(child, joint, node));
    return node;
  }

  private void keep(Joint joint) {
    String user = joint.path().isEmpty() ? itemType : itemType + "." + joint.path();
    keeping.keep(joint.source(), user, "identifies rows", joint.source().schema().keyColumns());
    joint
        .uses()
        .forEach((use, columns) -> keeping.keep(joint.source(), user, use.words(), columns));
  }

  private JoinNode node(Joint joint, @Nullable JoinNode parent, JoinNode.Link link) {
    TableSchema schema = joint.source().schema();
    JoinNode node =
        new JoinNode(
            joint.path(),
            joint.kind(),
            schema.table(),
            parent,
            link,
            schema.keyColumns(),
            joint.reads(),
            joint.realDates());
    catalog.put(node, schema);
    return node;
  }
}
