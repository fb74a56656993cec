package dev.lockstep.mapping;

import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.ForeignKeyAction.Effect;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Unavailable;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A foreign-key action that the source does not log, and how the rows that it changes are found.
 *
 * @param index the place in the child's {@link KeptTable#indexes()} over its referencing columns
 */
record SilentAction(ForeignKeyAction action, int index) {

  TableId child() {
    return action.child();
  }

  /** What becomes of the referencing rows; {@code NONE} where the parent's change touches none. */
  Effect effect(Row before, @Nullable Row after) {
    Effect effect = after == null ? action.onDelete() : action.onUpdate();
    if (effect == Effect.NONE) {
      return effect;
    }
    List<@Nullable Object> old = parentValues(before);
    boolean touches = !old.contains(null) && (after == null || !old.equals(parentValues(after)));
    return touches ? effect : Effect.NONE;
  }

  /**
   * What rows of the child reference this row by.
   *
   * @throws LockstepException if that is not known
   */
  List<@Nullable Object> parentValues(Row parent) {
    List<@Nullable Object> values = new ArrayList<>(action.parentColumns().size());
    for (String column : action.parentColumns()) {
      int place = parent.schema().indexOf(column);
      Object value = place < 0 ? Unavailable.UNAVAILABLE : parent.get(place);
      if (value == Unavailable.UNAVAILABLE) {
        throw new LockstepException(unknown(column));
      }
      values.add(value);
    }
    return values;
  }

  private Problem unknown(String column) {
    return Problem.error(
        Category.SOURCE,
        "FK-ACTION-UNKNOWN",
        "a row of "
            + action.parent()
            + " changed without a value of column '"
            + column
            + "', so what foreign key '"
            + action.constraint()
            + "' did to rows of "
            + child()
            + " cannot be told",
        action.parent().toString(),
        "If the column was renamed or dropped, start again, with 'run --reload' if the problem"
            + " stays.");
  }

  /** What a row of the child references by; null where a value is NULL or not known. */
  @Nullable List<Object> childValues(Row child) {
    List<Object> values = new ArrayList<>(action.childColumns().size());
    for (String column : action.childColumns()) {
      int place = child.schema().indexOf(column);
      Object value = place < 0 ? null : child.get(place);
      if (value == null || value == Unavailable.UNAVAILABLE) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  /**
   * A row of the child as the action leaves it.
   *
   * @param values of its referencing columns
   */
  Row changed(Row child, List<? extends @Nullable Object> values) {
    @Nullable Object[] changed = new Object[child.schema().columns().size()];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = child.get(i);
    }
    for (int i = 0; i < values.size(); i++) {
      changed[requirePlace(child, action.childColumns().get(i))] = values.get(i);
    }
    return new Row(child.schema(), changed);
  }

  private static int requirePlace(Row row, String column) {
    int place = row.schema().indexOf(column);
    return Objects.checkIndex(place, row.schema().columns().size());
  }
}
