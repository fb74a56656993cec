package dev.lockstep.flow;

import java.util.List;

/**
 * How a mapping differs from the one that the items were made with, and what a start will do.
 *
 * @param pipeline its name
 * @param known whether it is known what they were made with: once a load is complete
 * @param types all item types that are or were
 * @param reload why the change needs a load of everything; empty if it does not
 */
public record MappingDiff(
    String pipeline, boolean known, List<TypeChange> types, List<String> reload) {

  /** What became of an item type. */
  public enum Kind {
    /** It is new. */
    ADDED,
    /** It is defined otherwise, or needs other rows. */
    CHANGED,
    /** It is gone. */
    REMOVED,
    /** It makes the same items. */
    UNCHANGED
  }

  /** What a start does about an item type. */
  public enum Action {
    /** Nothing: its items stay as they are. */
    NONE,
    /** Its items are built from rows that are kept. */
    REBUILD,
    /** Tables are read from the source, then its items are built. */
    READ_AND_REBUILD,
    /** Its items are deleted. */
    DELETE
  }

  /**
   * An item type.
   *
   * @param name what the mapping calls it
   * @param kind what became of it
   * @param action what a start does
   * @param reads the tables that are read for it, in order
   */
  public record TypeChange(String name, Kind kind, Action action, List<String> reads) {}

  /** Whether a start has nothing to do. */
  public boolean needsNothing() {
    return known
        && reload.isEmpty()
        && types.stream().allMatch(type -> type.kind() == Kind.UNCHANGED);
  }
}
