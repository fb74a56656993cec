package dev.lockstep.mapping;

import dev.cel.common.CelErrorCode;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.lockstep.change.Column;
import dev.lockstep.change.Row;
import dev.lockstep.item.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A compiled condition over a row's columns. A part of it that cannot be computed because a column
 * is NULL ({@code quantity > 5}) is unknown, as in SQL, and an unknown condition does not hold;
 * {@code ==} and {@code !=} take NULL for a value.
 */
final class Where {
  private final CelRuntime.Program program;
  private final Map<String, Variable> variables;
  private final Set<String> embeds;
  private final List<Variable> dates;

  /**
   * A column that the condition reads.
   *
   * @param zeroDates what becomes of a date that none is
   */
  record Variable(int place, Column column, ZeroDates zeroDates, Function<Object, Object> form) {
    /** The value in a row; null for NULL. */
    @Nullable Object of(Row row) {
      try {
        return zeroDates.of(column.type(), row.get(place));
      } catch (BadValueException e) {
        throw e.of("column '" + column.name() + "'");
      }
    }
  }

  Where(CelRuntime.Program program, Map<String, Variable> variables, Set<String> embeds) {
    this.program = program;
    this.variables = Map.copyOf(variables);
    this.embeds = Set.copyOf(embeds);
    this.dates =
        variables.values().stream().filter(v -> ZeroDates.concern(v.column().type())).toList();
  }

  /** The columns that the condition reads. */
  Set<String> columns() {
    return variables.keySet();
  }

  /** The embeds that the condition reads. */
  Set<String> embeds() {
    return embeds;
  }

  /** Whether the row holds all that the condition reads. */
  boolean isDecidable(Row row) {
    return variables.values().stream().noneMatch(v -> row.isUnavailable(v.place()));
  }

  /**
   * Whether the condition holds for a row that holds all that it reads.
   *
   * @throws BadValueException if it cannot be computed, and not because of a NULL
   */
  boolean test(Row row) {
    return test(row, name -> null);
  }

  /**
   * Whether the condition holds for a row that holds all that it reads, and carries embedded rows.
   *
   * @param embedded what an embed that the condition reads shows; null if it shows nothing
   * @throws BadValueException if it cannot be computed, and not because of a NULL
   */
  boolean test(Row row, Function<String, @Nullable Value> embedded) {
    // Where the evaluation fails, it says no more what has failed.
    dates.forEach(variable -> variable.of(row));
    try {
      return Boolean.TRUE.equals(program.eval(name -> value(row, embedded, name)));
    } catch (CelEvaluationException e) {
      if (lacksValue(row, embedded) || lacksEmbeddedValue(e.getErrorCode())) {
        return false;
      }
      throw new BadValueException(
          "WHERE-FAILED",
          "the condition cannot be computed for this row: " + e.getErrorCode(),
          "Guard the failing part of 'where', or correct the row.");
    }
  }

  /** In what an embed shows, a NULL column is a name that is not there, or a null. */
  private boolean lacksEmbeddedValue(CelErrorCode why) {
    return !embeds.isEmpty()
        && (why == CelErrorCode.ATTRIBUTE_NOT_FOUND || why == CelErrorCode.OVERLOAD_NOT_FOUND);
  }

  private boolean lacksValue(Row row, Function<String, @Nullable Value> embedded) {
    return variables.values().stream().anyMatch(v -> v.of(row) == null)
        || embeds.stream().anyMatch(name -> embedded.apply(name) == null);
  }

  private Optional<Object> value(Row row, Function<String, @Nullable Value> embedded, String name) {
    if (embeds.contains(name)) {
      Value value = embedded.apply(name);
      return Optional.of(value == null ? NullValue.NULL_VALUE : CelColumns.plain(value));
    }
    Variable variable = variables.get(name);
    if (variable == null) {
      return Optional.empty();
    }
    Object held = variable.of(row);
    return Optional.of(held == null ? NullValue.NULL_VALUE : variable.form().apply(held));
  }
}
