package dev.lockstep.mapping;

import dev.lockstep.change.SourceTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table at its place in an item type, while the compiler finds out what is read of it: a {@link
 * JoinNode} to be.
 */
final class Joint {
  private final String path;
  private final JoinNode.Kind kind;
  private final SourceTable source;
  private final List<String> parentColumns;
  private final List<String> childColumns;
  private final List<Joint> children = new ArrayList<>();
  private final Map<Use, Set<String>> uses = new EnumMap<>(Use.class);
  private final Set<String> realDates = new LinkedHashSet<>();

  /** What a column is read for. */
  enum Use {
    /** A key attribute of the item is made of it. */
    ITEM_KEY("in the item key"),
    /** It shows in the item, as it is or in a text, or names an entry of a map. */
    SHOWN("shown"),
    /** A condition reads it. */
    CONDITION("in a condition"),
    /** It orders a list. */
    ORDER("orders a list"),
    /** Rows reference each other by it. */
    LINK("links rows");

    private final String words;

    Use(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private Joint(
      String path,
      JoinNode.Kind kind,
      SourceTable source,
      List<String> parentColumns,
      List<String> childColumns) {
    this.path = path;
    this.kind = kind;
    this.source = source;
    this.parentColumns = parentColumns;
    this.childColumns = childColumns;
  }

  static Joint root(SourceTable source) {
    return new Joint("", JoinNode.Kind.ROOT, source, List.of(), List.of());
  }

  /**
   * A table joined to this one.
   *
   * @param parentColumns columns of this table
   * @param childColumns the columns of the joined one that are equal to them, in the same order
   */
  Joint join(
      String name,
      JoinNode.Kind kind,
      SourceTable joined,
      List<String> parentColumns,
      List<String> childColumns) {
    String below = path.isEmpty() ? name : path + "." + name;
    Joint child = new Joint(below, kind, joined, parentColumns, childColumns);
    children.add(child);
    use(Use.LINK, parentColumns);
    child.use(Use.LINK, childColumns);
    return child;
  }

  /** Notes what columns are read for; names that are no columns say nothing. */
  void use(Use use, Collection<String> columns) {
    Set<String> used = uses.computeIfAbsent(use, u -> new LinkedHashSet<>());
    columns.stream().filter(c -> source.schema().indexOf(c) >= 0).forEach(used::add);
  }

  /** Notes columns in which a date that no calendar has makes a bad row. */
  void refuseZeroDates(Collection<String> columns) {
    columns.stream().filter(c -> source.schema().indexOf(c) >= 0).forEach(realDates::add);
  }

  /** The columns in which a date that no calendar has makes a bad row. */
  Set<String> realDates() {
    return realDates;
  }

  String path() {
    return path;
  }

  JoinNode.Kind kind() {
    return kind;
  }

  SourceTable source() {
    return source;
  }

  List<String> parentColumns() {
    return parentColumns;
  }

  List<String> childColumns() {
    return childColumns;
  }

  List<Joint> children() {
    return children;
  }

  /** The columns by what they are read for. */
  Map<Use, Set<String>> uses() {
    return uses;
  }

  /** All columns that are read, and the row key. */
  Set<String> reads() {
    Set<String> reads = new LinkedHashSet<>(source.schema().keyColumns());
    uses.values().forEach(reads::addAll);
    return reads;
  }
}
