package dev.lockstep.mapping;

/**
 * A joined item type, ready to be carried out.
 *
 * @param tree the tables that it is made of
 * @param items builds its items
 */
record JoinedType(JoinNode tree, JoinedItems items) {

  ItemTypePlan plan() {
    return items.plan();
  }

  /**
   * Whether the rows at a node may decide which item a root row has, or whether it has one. Where
   * other rows than the root's do, it is told from the condition's text which of them; so it may be
   * said too often, never too seldom.
   */
  boolean decidesKey(JoinNode node) {
    if (node.kind() == JoinNode.Kind.ROOT) {
      return true;
    }
    if (plan().keyFollowsFromRoot()) {
      return false;
    }
    String qualifier = node.path() + ".";
    int dot = node.path().indexOf('.');
    String name = dot < 0 ? node.path() : node.path().substring(0, dot);
    Named where = plan().definition().where();
    return plan().keyColumns().stream().anyMatch(column -> column.startsWith(qualifier))
        || (where != null && where.name().contains(name));
  }
}
