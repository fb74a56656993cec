package dev.lockstep.daemon;

import dev.lockstep.apply.ItemMending;
import dev.lockstep.apply.ItemMending.Mend;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.config.Config;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.wiring.Servers;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * What repairs write with, and where it is noted what they wrote.
 *
 * @param allowed whether this process may write; asked before each write
 */
record JournaledMending(ItemMending mending, BooleanSupplier allowed, Journal journal)
    implements AutoCloseable {
  private static final WriteOutcome NO_LEASE =
      new WriteOutcome.Refused("the lease could not be renewed in time");

  /** In the target of a pipeline, with its journal. */
  static JournaledMending of(Config config, Servers servers, BooleanSupplier allowed) {
    return new JournaledMending(
        servers.target().itemMending(servers.plan().tables(), config.verify().parallelism()),
        allowed,
        new Journal(
            servers.target().documents(config.target().controlTable()),
            config.pipeline(),
            config.operating().journalEntries(),
            InstantSource.system()));
  }

  boolean mayWrite() {
    return allowed.getAsBoolean();
  }

  CompletableFuture<WriteOutcome> mend(Mend mend) {
    return mayWrite() ? mending.mend(mend) : CompletableFuture.completedFuture(NO_LEASE);
  }

  void note(Map<String, String> details) {
    journal.add(StoredSteering.ITSELF, "repair", details);
  }

  @Override
  public void close() {
    mending.close();
  }
}
