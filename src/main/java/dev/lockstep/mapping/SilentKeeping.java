package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.ForeignKeyAction.Effect;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Has kept what it takes to carry out the foreign-key actions that the source does not log: the
 * rows of each table that such an action changes, in the mapping or on the way to a table that is.
 */
final class SilentKeeping {
  private final Map<TableId, SourceTable> sources;
  private final Keeping keeping;
  private final Problems problems;
  private final Map<ForeignKeyAction, SilentAction> actions = new LinkedHashMap<>();
  private final Set<ForeignKeyAction> refused = new HashSet<>();

  SilentKeeping(Map<TableId, SourceTable> sources, Keeping keeping, Problems problems) {
    this.sources = sources;
    this.keeping = keeping;
    this.problems = problems;
  }

  /** The actions of all item types so far, each once. */
  List<SilentAction> actions() {
    return List.copyOf(actions.values());
  }

  /** The actions by which rows of a table change in silence. */
  static List<ForeignKeyAction> actionsOn(SourceTable child) {
    return child.silentActions().stream()
        .filter(a -> a.onDelete() != Effect.NONE || a.onUpdate() != Effect.NONE)
        .toList();
  }

  /** Has kept what an item type needs; what cannot be done is among the problems. */
  void keep(ItemTypePlan type) {
    Set<TableId> reached = new LinkedHashSet<>(tablesOf(type));
    Deque<TableId> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      SourceTable child = sources.get(open.remove());
      for (ForeignKeyAction action :
          child == null ? List.<ForeignKeyAction>of() : actionsOn(child)) {
        if (canKeep(action, type.definition().rootPlace())) {
          keep(action, type);
          if (reached.add(action.parent())) {
            open.add(action.parent());
          }
        }
      }
    }
    keepForItem(type);
  }

  private static List<TableId> tablesOf(ItemTypePlan type) {
    return Stream.concat(Stream.of(type.root()), type.joins().stream().map(JoinStep::table))
        .toList();
  }

  private void keep(ForeignKeyAction action, ItemTypePlan type) {
    SourceTable child = require(action.child());
    SourceTable parent = require(action.parent());
    Set<String> columns = new HashSet<>(child.schema().keyColumns());
    columns.addAll(action.childColumns());
    keeping.keep(child, type.name(), why(action), columns);
    if (!actionsOn(parent).isEmpty()) {
      keeping.keep(
          parent,
          type.name(),
          "leads to rows of " + action.child() + " by foreign key '" + action.constraint() + "'",
          action.parentColumns());
    }
    int index = keeping.index(child, action.childColumns());
    actions.putIfAbsent(action, new SilentAction(action, index));
  }

  private static String why(ForeignKeyAction action) {
    List<String> effects = new ArrayList<>();
    if (action.onDelete() != Effect.NONE) {
      effects.add("ON DELETE " + words(action.onDelete()));
    }
    if (action.onUpdate() != Effect.NONE) {
      effects.add("ON UPDATE " + words(action.onUpdate()));
    }
    return "finds the rows that follow a row of "
        + action.parent()
        + " by foreign key '"
        + action.constraint()
        + "', "
        + String.join(" ", effects)
        + ": the source does not log them";
  }

  private static String words(Effect effect) {
    return effect.name().replace('_', ' ');
  }

  /**
   * An item of a single row is told by its key when the row goes, and made anew when it changes.
   */
  private void keepForItem(ItemTypePlan type) {
    SourceTable root = require(type.root());
    List<ForeignKeyAction> following = actionsOn(root);
    TableSchema schema = root.schema();
    if (type.isJoined() || following.isEmpty() || schema.keyColumns().isEmpty()) {
      return;
    }
    Set<String> columns = new HashSet<>(schema.keyColumns());
    if (following.stream().allMatch(SilentKeeping::onlyDeletes)) {
      columns.addAll(type.keyColumns());
      columns.addAll(Needs.whereColumns(type, schema));
      keeping.keep(root, type.name(), "finds the item of a row that goes unlogged", columns);
    } else {
      columns.addAll(Needs.columnsOf(type, schema));
      keeping.keep(root, type.name(), "makes the item of a row that changes unlogged", columns);
    }
  }

  private static boolean onlyDeletes(ForeignKeyAction action) {
    return action.onDelete() != Effect.SET_NULL && action.onUpdate() == Effect.NONE;
  }

  private SourceTable require(TableId table) {
    SourceTable source = sources.get(table);
    if (source == null) {
      throw new IllegalStateException(table + " was there a moment ago");
    }
    return source;
  }

  private boolean canKeep(ForeignKeyAction action, Place place) {
    SourceTable child = require(action.child());
    SourceTable parent = sources.get(action.parent());
    if (parent == null) {
      refuse(action, place, action.parent() + " cannot be read", "GRANT SELECT on it to this user");
    } else if (!parent.fullBeforeImage()) {
      refuse(
          action,
          place,
          "the source does not send earlier values of " + action.parent(),
          "have it send whole earlier rows");
    } else if (child.schema().keyColumns().isEmpty()) {
      refuse(action, place, action.child() + " has no primary key", "give it one");
    } else if (!hasAll(child, action.childColumns()) || !hasAll(parent, action.parentColumns())) {
      refuse(action, place, "a column of it cannot be read", "use columns of other types");
    } else {
      return true;
    }
    return false;
  }

  private static boolean hasAll(SourceTable table, List<String> columns) {
    return columns.stream().allMatch(column -> isHeld(table.schema(), column));
  }

  private static boolean isHeld(TableSchema schema, String column) {
    int place = schema.indexOf(column);
    return place >= 0 && schema.columns().get(place).type().kind() != Kind.UNSUPPORTED;
  }

  private void refuse(ForeignKeyAction action, Place place, String because, String remedy) {
    if (refused.add(action)) {
      problems.error(
          "FK-ACTION-UNSEEN",
          "foreign key '"
              + action.constraint()
              + "' changes or deletes rows of "
              + action.child()
              + " with those of "
              + action.parent()
              + ", the source does not log that, and it cannot be followed: "
              + because,
          place,
          "To follow it, "
              + remedy
              + "; else let the application do what the key does, and make it RESTRICT.");
    }
  }
}
