package dev.lockstep.inspect;

import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.estimate.Sample;
import dev.lockstep.estimate.Sampler;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappedRow;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.problem.Problem.Severity;
import dev.lockstep.source.SourceProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes items of a few real rows, to see what they are like. */
final class Sampling {
  /** Items are made in groups of so many, between which a limit can end the sampling. */
  private static final int GROUP = 25;

  /** How many rows of other tables one sampled row may lead to, on average. */
  private static final long ROWS_PER_ROOT = 400;

  private final MappingPlan plan;
  private final Map<TableId, SourceTable> tables;
  private final SourceProbe probe;
  private final PlanOptions options;
  private final List<Problem> findings;
  private final MissingIndexes indexes;

  /**
   * @param findings what is found goes there
   */
  Sampling(
      Map<TableId, SourceTable> tables,
      MappingPlan plan,
      SourceProbe probe,
      PlanOptions options,
      List<Problem> findings) {
    this.tables = tables;
    this.plan = plan;
    this.probe = probe;
    this.options = options;
    this.findings = findings;
    this.indexes = new MissingIndexes(plan, tables, probe);
  }

  /** The sample of one type; empty if the source cannot be asked for it without being felt. */
  Optional<Sample> of(ItemTypePlan type) throws InterruptedException {
    if (!indexes.none(type)) {
      findings.add(skipped(type, "an index is missing", "create it; see SOURCE-INDEX-MISSING"));
      return Optional.empty();
    }
    Sampler sampler = new Sampler(type.table());
    try {
      sample(type, sampler);
    } catch (LockstepException e) {
      if (e.problem().category() != Category.SOURCE) {
        throw e;
      }
      findings.add(skipped(type, e.problem().what(), e.problem().remedy()));
    }
    Sample sample = sampler.sample();
    return sample.rows() == 0 ? Optional.empty() : Optional.of(sample);
  }

  private void sample(ItemTypePlan type, Sampler sampler) throws InterruptedException {
    long limit = ROWS_PER_ROOT * options.sampleRows();
    Projection projection = new Projection(plan, tables, probe, limit);
    List<Row> roots = probe.sample(projection.schema(type.root()), options.sampleRows());
    overrunning(type, roots);
    for (int from = 0; from < roots.size(); from += GROUP) {
      List<Row> group = roots.subList(from, Math.min(roots.size(), from + GROUP));
      MappedRow mapped = projection.items(type, group);
      sampler.rows(group.size());
      mapped.items().forEach(sampler::item);
      mapped.badRows().forEach(bad -> refused(bad, sampler));
    }
  }

  private void refused(BadRow bad, Sampler sampler) {
    if (sampler.refused()) {
      findings.add(asWarning(bad.problem()));
    }
  }

  /** The run would halt at it; the plan can still be made. */
  private static Problem asWarning(Problem problem) {
    return Problem.warning(
        problem.category(), problem.code(), problem.what(), problem.where(), problem.remedy());
  }

  private void overrunning(ItemTypePlan type, List<Row> roots) {
    for (Row root : roots) {
      List<String> columns = type.overrunningParts(root);
      if (!columns.isEmpty()) {
        findings.add(
            Problem.warning(
                Category.DATA,
                "KEY-PART-OVERRUN",
                "in the key of item type '"
                    + type.name()
                    + "' the value of "
                    + String.join(", ", columns)
                    + " contains what separates it from the next part, so another row may get the"
                    + " same key",
                root.key().toString(),
                "use {" + columns.get(0) + "|escape} in the key, or another separator"));
        return;
      }
    }
  }

  private static Problem skipped(ItemTypePlan type, String why, String remedy) {
    return new Problem(
        "SAMPLE-SKIPPED",
        Severity.INFO,
        Category.SOURCE,
        "item type '" + type.name() + "' is not sampled to the end: " + why,
        type.root().toString(),
        remedy);
  }
}
