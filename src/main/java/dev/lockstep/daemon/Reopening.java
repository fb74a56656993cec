package dev.lockstep.daemon;

import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.checkpoint.Lease;
import dev.lockstep.checkpoint.LeaseKeeper;
import dev.lockstep.checkpoint.LeaseListener;
import dev.lockstep.checkpoint.Patience;
import dev.lockstep.config.Config;
import dev.lockstep.cutover.Cutover;
import dev.lockstep.cutover.CutoverCore;
import dev.lockstep.cutover.StateStore;
import dev.lockstep.cutover.StateStore.Stored;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.wiring.Wiring;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Takes back, under the lease, that a pipeline was cut over. */
final class Reopening {
  private Reopening() {}

  /**
   * Reopens.
   *
   * @throws LockstepException {@code CUTOVER-MISSING} if it was not cut over, or why the lease
   *     cannot be had
   */
  static void of(Config config, String by) throws InterruptedException {
    String table = config.target().controlTable();
    InstantSource clock = InstantSource.system();
    try (DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config));
        ControlStore store = Wiring.controlStore(config, target);
        LeaseKeeper keeper = keeper(config, store, by, clock)) {
      if (store.read(config.pipeline()).flatMap(CutOverFact::of).isEmpty()) {
        throw new LockstepException(HandoverProblems.noCutover());
      }
      Lease lease = keeper.acquire(Patience.UNLESS_ALIVE);
      try {
        reopen(config, target.documents(table), clock);
        new ControlSide(store, config.pipeline(), lease).takeBackCutOver();
      } finally {
        keeper.release();
      }
      new Journal(
              target.documents(table),
              config.pipeline(),
              config.operating().journalEntries(),
              clock)
          .add(by, "cutover reopened", Map.of());
    }
  }

  private static void reopen(Config config, Documents documents, InstantSource clock) {
    StateStore<Cutover> cutovers = StateStore.cutover(documents, config.pipeline());
    Optional<Stored<Cutover>> stored = cutovers.read();
    stored.ifPresent(
        cutover ->
            cutovers.replace(
                cutover.revision(), CutoverCore.reopened(cutover.state(), clock.instant())));
  }

  private static LeaseKeeper keeper(
      Config config, ControlStore store, String by, InstantSource clock) {
    return new LeaseKeeper(
        store,
        config.pipeline(),
        new Owner(UUID.randomUUID().toString(), by + ", who reopens it"),
        config.lease().duration(),
        new LeaseListener() {},
        System::nanoTime,
        clock);
  }
}
