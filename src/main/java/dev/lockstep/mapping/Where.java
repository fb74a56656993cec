package dev.lockstep.mapping;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.lockstep.change.Row;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A compiled condition over a row's columns. A part of it that cannot be computed because a column
 * is NULL ({@code quantity > 5}) is unknown, as in SQL, and an unknown condition does not hold;
 * {@code ==} and {@code !=} take NULL for a value.
 */
final class Where {
  private final CelRuntime.Program program;
  private final Map<String, Variable> variables;

  /** A column that the condition reads. */
  record Variable(int place, Function<Object, Object> form) {}

  Where(CelRuntime.Program program, Map<String, Variable> variables) {
    this.program = program;
    this.variables = Map.copyOf(variables);
  }

  /** The columns that the condition reads. */
  Set<String> columns() {
    return variables.keySet();
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
    try {
      return Boolean.TRUE.equals(program.eval(name -> value(row, name)));
    } catch (CelEvaluationException e) {
      if (variables.values().stream().anyMatch(v -> row.get(v.place()) == null)) {
        return false;
      }
      throw new BadValueException(
          "WHERE-FAILED",
          "the condition cannot be computed for this row: " + e.getErrorCode(),
          "Guard the failing part of 'where', or correct the row.");
    }
  }

  private Optional<Object> value(Row row, String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      return Optional.empty();
    }
    Object held = row.get(variable.place());
    return Optional.of(held == null ? NullValue.NULL_VALUE : variable.form().apply(held));
  }
}
