package dev.lockstep.daemon;

import dev.lockstep.apply.ItemMending;
import dev.lockstep.apply.ItemMending.Mend;
import dev.lockstep.apply.KeyHold;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.RepairSide;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Repairs beside a run of the pipeline, which holds the keys.
 *
 * @param mayWrite whether this process holds the lease; asked before each write
 */
record RunRepairs(Run run, ItemMending mending, BooleanSupplier mayWrite, Journal journal)
    implements RepairSide {
  private static final WriteOutcome NO_LEASE =
      new WriteOutcome.Refused("the lease could not be renewed in time");

  /** What is said where no pipeline streams. */
  static final Problem NOT_STREAMING =
      Problem.error(
          Category.CONFIGURATION,
          "REPAIR-NEEDS-STREAM",
          "a repair writes beside the stream of changes, and this pipeline does not stream: it is"
              + " paused, cut over, or not run",
          null,
          "Run or resume the pipeline and repair then; '--repair=plan' works at any time. After a"
              + " cutover the target is the truth, and is not repaired.");

  @Override
  public Optional<Problem> refusal() {
    return mayWrite.getAsBoolean() ? Optional.empty() : Optional.of(NOT_STREAMING);
  }

  @Override
  public Optional<Hold> hold(ItemKey key, Duration limit) throws InterruptedException {
    Optional<KeyHold> hold = run.applier().hold(key, limit);
    return hold.map(granted -> granted::release);
  }

  @Override
  public Optional<Checkpoint> applied() {
    return run.ledger().checkpoint();
  }

  @Override
  public CompletableFuture<WriteOutcome> mend(Mend mend) {
    return mayWrite.getAsBoolean()
        ? mending.mend(mend)
        : CompletableFuture.completedFuture(NO_LEASE);
  }

  @Override
  public void note(Map<String, String> details) {
    journal.add("lockstep", "repair", details);
  }

  @Override
  public void close() {
    mending.close();
  }
}
