package dev.lockstep.draft;

import dev.lockstep.source.TableStructure;
import org.jspecify.annotations.Nullable;

/** Places item types in target tables. */
interface Layout {

  /**
   * Places a table's items.
   *
   * @param home the reference by which they are gathered; absent for a partition of their own
   * @param item the item type
   */
  Placement place(TableStructure table, @Nullable Link home, String item);

  /** What an overview says before a key. */
  String heading(Placement placement);

  /** Whether both directions of a join are item types of their own. */
  boolean placesBothDirections();

  /** Writes the section {@code tables} for all that was placed. */
  void writeTables(YamlText text);
}
