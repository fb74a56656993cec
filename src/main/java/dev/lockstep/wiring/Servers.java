package dev.lockstep.wiring;

import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.LockstepException;

/**
 * The servers that a run works between.
 *
 * @param plan compiled from the source
 */
public record Servers(SourceSide source, MappingPlan plan, DynamoDbTarget target)
    implements AutoCloseable {

  /**
   * Connects and checks.
   *
   * @throws LockstepException if something is not as a run needs it
   */
  public static Servers open(Config config) throws InterruptedException {
    Servers servers = connect(config);
    try {
      Problems.logOrThrow(servers.source.catalog().check(servers.plan.needs()));
      Problems.logOrThrow(servers.target.tableAdmin().check(servers.plan.tables()));
      return servers;
    } catch (RuntimeException | InterruptedException e) {
      servers.close();
      throw e;
    }
  }

  /**
   * Connects, and looks at nothing but what the mapping needs to be compiled.
   *
   * @throws LockstepException if that cannot be done; nothing stays open then
   */
  public static Servers connect(Config config) {
    SourceSide source = SourceSide.open(config);
    try {
      return new Servers(source, source.plan(), DynamoDbTarget.open(Wiring.target(config)));
    } catch (RuntimeException e) {
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
