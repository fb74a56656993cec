package dev.lockstep.daemon;

import dev.lockstep.apply.ItemMending.Mend;
import dev.lockstep.apply.KeyHold;
import dev.lockstep.apply.WrittenKeys;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.RepairSide;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;

/**
 * Repairs beside a run of the pipeline, which holds the keys.
 *
 * @param written remembers what is written
 * @param mends only while this process holds the lease, and the target has not taken over
 * @param budget in write units a second, as the pipeline's own; 0 is unlimited
 */
record RunRepairs(Run run, WrittenKeys written, JournaledMending mends, DoubleSupplier budget)
    implements RepairSide {

  @Override
  public Optional<Problem> refusal(RepairOrder order) {
    return mends.mayWrite() ? Optional.empty() : Optional.of(RepairProblems.notWriting());
  }

  @Override
  public double writeUnitsPerSecond() {
    return budget.getAsDouble();
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
    written.add(mend.key());
    return mends.mend(mend);
  }

  @Override
  public void note(Map<String, String> details) {
    mends.note(details);
  }

  @Override
  public void close() {
    mends.close();
  }
}
