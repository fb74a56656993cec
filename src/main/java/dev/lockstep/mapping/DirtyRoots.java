package dev.lockstep.mapping;

import dev.lockstep.change.RowKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** The root rows whose items may have changed, each once, up to a limit. */
final class DirtyRoots {
  private final int limit;
  private final Map<Root, Boolean> roots = new LinkedHashMap<>();

  /** A row that has, had or will have an item of a type. */
  record Root(JoinedType type, RowKey key) {}

  /** Takes a root whose item may have changed. */
  @FunctionalInterface
  interface Marker {
    /**
     * Takes one.
     *
     * @param decidesKey whether the item's key, or whether there is an item, may have changed too
     */
    void mark(JoinedType type, RowKey root, boolean decidesKey) throws InterruptedException;
  }

  /** Does something with a root. */
  @FunctionalInterface
  interface Each {
    void accept(Root root, boolean decidesKey) throws InterruptedException;
  }

  DirtyRoots(int limit) {
    this.limit = limit;
  }

  /** Whether it is full, and the root is not among those that it holds. */
  boolean hasNoRoomFor(Root root) {
    return roots.size() >= limit && !roots.containsKey(root);
  }

  void add(Root root, boolean decidesKey) {
    roots.merge(root, decidesKey, Boolean::logicalOr);
  }

  /** Hands all over, in the order in which they came, and forgets them. */
  void drain(Each each) throws InterruptedException {
    for (Map.Entry<Root, Boolean> root : roots.entrySet()) {
      each.accept(root.getKey(), root.getValue());
    }
    roots.clear();
  }
}
