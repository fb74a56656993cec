package dev.lockstep.inspect;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.estimate.ChangeRate;
import dev.lockstep.estimate.Sample;
import dev.lockstep.estimate.TypeEstimate;
import dev.lockstep.estimate.Warnings;
import dev.lockstep.inspect.PlanReport.ItemType;
import dev.lockstep.inspect.PlanReport.Kept;
import dev.lockstep.inspect.PlanReport.Source;
import dev.lockstep.inspect.PlanReport.Target;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.JoinStep;
import dev.lockstep.mapping.KeptReason;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.Activity;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.wiring.SourceSide;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at the source with a mapping in hand and says what it will do and cost. */
public final class Planning {
  private final SourceSide source;
  private final MappingPlan plan;
  private final SourceProbe probe;
  private final PlanOptions options;
  private final Consumer<String> progress;
  private final List<Problem> findings;
  private final Map<TableId, Long> rows = new HashMap<>();

  /**
   * @param progress told what is being done, where it takes a while
   */
  public Planning(
      SourceSide source,
      MappingPlan plan,
      SourceProbe probe,
      PlanOptions options,
      Consumer<String> progress) {
    this.source = source;
    this.plan = plan;
    this.probe = probe;
    this.options = options;
    this.progress = progress;
    this.findings = new ArrayList<>(plan.warnings());
    source.tables().forEach((id, table) -> rows.put(id, table.estimatedRows()));
    rows.values().removeIf(estimate -> estimate < 0);
  }

  /** Looks, which takes a while where activity is measured. */
  public PlanReport report() throws InterruptedException {
    Map<TableId, ChangeRate> rates = rates();
    List<ItemType> types = new ArrayList<>();
    Sampling sampling = new Sampling(source.tables(), plan, probe, options, findings);
    for (ItemTypePlan type : plan.itemTypes()) {
      types.add(type(type, sampling, rates));
    }
    findings.addAll(new MissingIndexes(plan, source.tables(), probe).problems());
    return new PlanReport(
        source.config().pipeline(),
        plan.toJson(),
        plan.tables().stream().map(t -> new Target(t.name(), TargetTables.keys(t))).toList(),
        sources(rates),
        types,
        probe.requirements(plan.needs()),
        List.copyOf(findings));
  }

  private Map<TableId, ChangeRate> rates() throws InterruptedException {
    List<TableId> tables = List.copyOf(new TreeSet<>(plan.needs().keySet()));
    Activity before = probe.activity(tables);
    Activity after = before;
    if (!options.watch().isZero()) {
      progress.accept("counting changes for " + options.watch().toSeconds() + " s");
      Thread.sleep(options.watch().toMillis());
      after = probe.activity(tables);
    }
    Map<TableId, ChangeRate> rates = new HashMap<>();
    for (TableId table : tables) {
      rates.put(table, ChangeRate.between(before, after, table));
    }
    return rates;
  }

  private ItemType type(ItemTypePlan type, Sampling sampling, Map<TableId, ChangeRate> rates)
      throws InterruptedException {
    Sample sample = null;
    if (options.sampleRows() > 0) {
      progress.accept("sampling " + type.root() + " for " + type.name());
      sample = sampling.of(type).orElse(null);
    }
    TypeEstimate estimate = TypeEstimate.of(type, rows, sample, rates);
    if (sample != null) {
      findings.addAll(Warnings.of(type.name(), sample, estimate));
    }
    return new ItemType(
        type.name(),
        type.root().toString(),
        type.table().name(),
        type.joins().stream().map(Planning::inWords).toList(),
        sample,
        estimate);
  }

  private static String inWords(JoinStep step) {
    return step.path() + ": " + step.table();
  }

  private static String inWords(KeptReason reason) {
    return reason.user() + ": " + reason.why() + " (" + String.join(", ", reason.columns()) + ")";
  }

  private List<Source> sources(Map<TableId, ChangeRate> rates) {
    List<Source> sources = new ArrayList<>();
    for (TableId id : new TreeSet<>(plan.needs().keySet())) {
      SourceTable table = source.tables().get(id);
      TableNeeds needs = plan.needs().get(id);
      if (table != null && needs != null) {
        sources.add(
            new Source(
                id.toString(),
                rows.get(id),
                needs.columns(),
                kept(id),
                table.fullBeforeImage(),
                rates.getOrDefault(id, new ChangeRate(null, null))));
      }
    }
    return sources;
  }

  private @Nullable Kept kept(TableId table) {
    for (KeptTable kept : plan.kept()) {
      if (kept.table().equals(table)) {
        List<KeptReason> reasons = plan.keptReasons().getOrDefault(table, List.of());
        return new Kept(kept.columns(), reasons.stream().map(Planning::inWords).toList());
      }
    }
    return null;
  }
}
