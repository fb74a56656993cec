package dev.lockstep.inspect;

import dev.lockstep.config.Config;
import dev.lockstep.config.ConfigLoader;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.inspect.Findings.Part;
import dev.lockstep.item.TableSpec;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.wiring.SourceSide;
import dev.lockstep.wiring.Wiring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks configuration, source, mapping and target; each as far as the others allow. */
public final class PreflightCheck implements Preflight {
  private static final String CONFIGURATION = "configuration";
  private static final String SOURCE = "source";
  private static final String MAPPING = "mapping";
  private static final String TARGET = "target";

  private final ConfigLoader loader;

  /** Checks what a loader reads. */
  public PreflightCheck(ConfigLoader loader) {
    this.loader = loader;
  }

  @Override
  public Findings check(Path configuration) {
    List<Part> parts = new ArrayList<>();
    try {
      Config config = loader.load(configuration);
      parts.add(Part.checked(CONFIGURATION, "pipeline " + config.pipeline(), List.of()));
      Optional<MappingPlan> plan = checkSource(config, parts);
      parts.add(checkTarget(config, plan));
    } catch (LockstepException e) {
      parts.add(Part.checked(CONFIGURATION, configuration.toString(), e.problems()));
      for (String part : List.of(SOURCE, MAPPING, TARGET)) {
        parts.add(Part.skipped(part, "needs a configuration without errors"));
      }
    }
    return new Findings(parts);
  }

  /** Checks the source and the mapping alone. */
  static Findings sourceAndMapping(Config config) {
    List<Part> parts = new ArrayList<>();
    checkSource(config, parts);
    return new Findings(parts);
  }

  private static Optional<MappingPlan> checkSource(Config config, List<Part> parts) {
    try (SourceSide source = SourceSide.open(config)) {
      return checkMapping(source, parts);
    } catch (LockstepException e) {
      boolean reached = e.problem().category() != Category.SOURCE;
      parts.add(
          reached
              ? Part.skipped(SOURCE, "needs a mapping that can be read")
              : Part.checked(SOURCE, config.source().host(), e.problems()));
      parts.add(
          reached
              ? Part.checked(MAPPING, config.mapping().toString(), e.problems())
              : Part.skipped(MAPPING, "needs the source's tables"));
      return Optional.empty();
    }
  }

  private static Optional<MappingPlan> checkMapping(SourceSide source, List<Part> parts) {
    String identity = source.catalog().identity();
    try {
      MappingPlan plan = source.plan();
      parts.add(Part.checked(SOURCE, identity, sourceProblems(source, plan)));
      parts.add(
          Part.checked(
              MAPPING,
              plan.itemTypes().size() + " item types of " + plan.needs().size() + " tables",
              plan.warnings()));
      return Optional.of(plan);
    } catch (LockstepException e) {
      parts.add(Part.checked(SOURCE, identity, List.of()));
      parts.add(Part.checked(MAPPING, source.definition().file(), e.problems()));
      return Optional.empty();
    }
  }

  private static List<Problem> sourceProblems(SourceSide source, MappingPlan plan) {
    List<Problem> problems = new ArrayList<>(source.catalog().check(plan.needs()));
    try (SourceProbe probe =
        source.catalog().probe(source.config().source().limits().statementTimeout())) {
      problems.addAll(new MissingIndexes(plan, source.tables(), probe).problems());
    }
    return problems;
  }

  private static Part checkTarget(Config config, Optional<MappingPlan> plan) {
    try (DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config))) {
      List<Problem> problems = new ArrayList<>(target.check());
      List<TableSpec> tables = plan.map(MappingPlan::tables).orElse(List.of());
      if (problems.isEmpty()) {
        problems.addAll(target.tableAdmin().check(tables));
      }
      return Part.checked(TARGET, target.endpoint() + ", " + tables.size() + " tables", problems);
    } catch (LockstepException e) {
      return Part.checked(TARGET, "DynamoDB", e.problems());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Part.skipped(TARGET, "interrupted");
    }
  }
}
