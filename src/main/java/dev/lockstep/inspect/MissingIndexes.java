package dev.lockstep.inspect;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.JoinStep;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.problem.Problem.Severity;
import dev.lockstep.source.SourceProbe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The indexes that the source lacks for walking from a row to those that belong to it. The stream
 * does not need them, since the row store has its own; plan and explain walk on the source itself,
 * and so does the source when it checks its foreign keys.
 */
final class MissingIndexes {
  /** Smaller tables are read as fast as they are searched. */
  private static final long SMALL = 10_000;

  private final MappingPlan plan;
  private final Map<TableId, SourceTable> tables;
  private final SourceProbe probe;

  MissingIndexes(MappingPlan plan, Map<TableId, SourceTable> tables, SourceProbe probe) {
    this.plan = plan;
    this.tables = tables;
    this.probe = probe;
  }

  /** Whether an item's other rows are found without reading a large table for each. */
  boolean none(ItemTypePlan type) {
    return type.joins().stream()
        .noneMatch(step -> !isSmall(step.table()) && statement(step).isPresent());
  }

  private boolean isSmall(TableId table) {
    SourceTable described = tables.get(table);
    long rows = described == null ? -1 : described.estimatedRows();
    return rows >= 0 && rows < SMALL;
  }

  private Optional<String> statement(JoinStep step) {
    return probe.missingIndex(step.table(), step.columns());
  }

  /** One for each index, a warning where the table is large. */
  List<Problem> problems() {
    Map<String, Problem> problems = new LinkedHashMap<>();
    for (ItemTypePlan type : plan.itemTypes()) {
      for (JoinStep step : type.joins()) {
        statement(step).ifPresent(sql -> problems.putIfAbsent(sql, problem(step, sql)));
      }
    }
    return List.copyOf(problems.values());
  }

  private Problem problem(JoinStep step, String statement) {
    return new Problem(
        "SOURCE-INDEX-MISSING",
        isSmall(step.table()) ? Severity.INFO : Severity.WARNING,
        Category.SOURCE,
        "no index finds rows by "
            + step.columns()
            + ": plan and explain would read the whole table for one item (run does not)",
        step.table().toString(),
        statement);
  }
}
