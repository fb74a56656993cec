package dev.lockstep.daemon;

import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.LockstepException;
import java.util.Optional;

/**
 * The servers that a run works between, checked.
 *
 * @param plan compiled from the source
 */
record Servers(SourceSide source, MappingPlan plan, DynamoDbTarget target)
    implements AutoCloseable {

  /**
   * Connects and checks.
   *
   * @throws LockstepException if something is not as a run needs it
   */
  static Servers open(Config config) throws InterruptedException {
    SourceSide source = SourceSide.open(config);
    Optional<DynamoDbTarget> target = Optional.empty();
    try {
      MappingPlan plan = source.plan();
      target = Optional.of(DynamoDbTarget.open(Wiring.target(config)));
      Problems.logOrThrow(source.catalog().check(plan.needs()));
      Problems.logOrThrow(target.get().tableAdmin().check(plan.tables()));
      return new Servers(source, plan, target.get());
    } catch (RuntimeException | InterruptedException e) {
      target.ifPresent(DynamoDbTarget::close);
      source.close();
      throw e;
    }
  }

  @Override
  public void close() {
    target.close();
    source.close();
  }
}
