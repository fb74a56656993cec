package dev.lockstep.draft;

import dev.lockstep.source.Spread;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.util.HashSet;
import java.util.List;

/**
 * A reference from the rows of one table to the rows of another.
 *
 * @param child the table that references
 * @param columns its columns
 * @param parent the table that is referenced
 * @param toColumns the columns there that they equal
 * @param cascades whether the source deletes the child with its parent
 * @param declared whether the source knows of it; otherwise the names say so
 * @param spread children per parent
 */
record Link(
    TableStructure child,
    List<String> columns,
    TableStructure parent,
    List<String> toColumns,
    boolean cascades,
    boolean declared,
    Spread spread) {

  /** Whether a child may be without a parent. */
  boolean isOptional() {
    return columns.stream().anyMatch(c -> child.field(c).map(Field::nullable).orElse(true));
  }

  /** Whether a child is known by its parent: its row key holds the reference. */
  boolean isIdentifying() {
    return child.key().containsAll(columns);
  }

  boolean isToItself() {
    return child.table().equals(parent.table());
  }

  /** Whether a parent has one child at most. */
  boolean isOneToOne() {
    HashSet<String> mine = new HashSet<>(columns);
    return mine.containsAll(child.key()) || child.uniqueKeys().stream().anyMatch(mine::containsAll);
  }

  /** Whether the source says that the child is a part of its parent. */
  boolean isOwning() {
    return !isToItself() && !isOptional() && (cascades || isIdentifying());
  }

  /** Whether the reference is to the parent's row key, in its order. */
  boolean isToKey() {
    return toColumns.equals(parent.key());
  }

  /** The child's column that equals a column of the parent; empty text if there is none. */
  String columnFor(String parentColumn) {
    int index = toColumns.indexOf(parentColumn);
    return index < 0 ? "" : columns.get(index);
  }
}
