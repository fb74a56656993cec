package dev.lockstep.daemon;

import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.problem.LockstepException;
import java.util.Optional;

/**
 * What a process asks before it wants the lease. Its calls may take as long as any other: those of
 * a pipeline that has a lease must be over well before the lease is, which the first calls of a
 * process are not always, while Java loads what they need.
 */
final class Admission {
  private Admission() {}

  /**
   * Whether the target has taken over.
   *
   * @throws LockstepException if the control table is not as it must be, or {@code CUT-OVER} if
   *     nothing is left to do
   */
  static boolean isCutOver(Config config) {
    String table = config.target().controlTable();
    try (DynamoDbTarget control = DynamoDbTarget.open(Wiring.target(config));
        ControlStore store = control.controlStore(table)) {
      Problems.logOrThrow(control.check());
      return isCutOver(config, store, control.documents(table));
    }
  }

  /**
   * Whether the target has taken over.
   *
   * @throws LockstepException {@code CUT-OVER} if nothing is left to do for that
   */
  static boolean isCutOver(Config config, ControlStore store, Documents documents) {
    Optional<CutOverFact> fact = store.read(config.pipeline()).flatMap(CutOverFact::of);
    if (fact.isPresent() && HandoverDesk.isOver(config, documents)) {
      throw new LockstepException(fact.get().refusal(config.pipeline()));
    }
    return fact.isPresent();
  }
}
