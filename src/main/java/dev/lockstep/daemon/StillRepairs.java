package dev.lockstep.daemon;

import dev.lockstep.apply.ItemMending.Mend;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.config.Config;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.RepairSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Repairs of a pipeline that stands still, under its lease, so that nobody runs it meanwhile. What
 * the run before may have left on its way is waited for, once; and the next run is told of what
 * these repairs may leave.
 */
final class StillRepairs implements RepairSide {
  private final Config config;
  private final Pipeline pipeline;
  private final JournaledMending mends;
  private @Nullable ControlSide control;
  private @Nullable Checkpoint checkpoint;
  private long quietAt;
  private boolean doubtful;

  /**
   * Whose items are repaired.
   *
   * @param source its identity
   * @param tables its target tables
   * @param standstill how it stands
   * @param lease the right to write
   * @param rehearses whether a rehearsal has the target to itself
   */
  record Pipeline(
      String source,
      List<TableSpec> tables,
      Standstill standstill,
      StillLease lease,
      BooleanSupplier rehearses) {}

  /**
   * @param mends only under the lease
   */
  StillRepairs(Config config, Pipeline pipeline, JournaledMending mends) {
    this.config = config;
    this.pipeline = pipeline;
    this.mends = mends;
  }

  @Override
  public Optional<Problem> refusal(RepairOrder order) throws InterruptedException {
    Optional<Problem> forbidden = order.force() ? Optional.empty() : forbidden();
    if (forbidden.isPresent()) {
      return forbidden;
    }
    try {
      ControlSide held = pipeline.lease().take();
      if (control == null && held.lateWritesPossible()) {
        expectLateWrites();
      }
      control = held;
      held.claim(pipeline.source(), pipeline.tables());
    } catch (LockstepException e) {
      return Optional.of(e.problem());
    }
    Standstill.View view = pipeline.standstill().look();
    checkpoint = view.checkpoint();
    return checkpoint == null
        ? Optional.of(RepairProblems.notLoaded(view.reason()))
        : Optional.empty();
  }

  private Optional<Problem> forbidden() {
    if (pipeline.rehearses().getAsBoolean()) {
      return Optional.of(RepairProblems.inRehearsal());
    }
    return pipeline
        .standstill()
        .cutOver()
        .map(fact -> RepairProblems.afterCutover(config.pipeline(), fact));
  }

  private void expectLateWrites() {
    quietAt = System.nanoTime() + config.apply().lateWriteHorizon().toNanos();
    doubtful = true;
  }

  @Override
  public double writeUnitsPerSecond() {
    return config.apply().writeUnitsPerSecond().orElse(0);
  }

  /** Nothing is written by anybody else, once nothing can arrive late. */
  @Override
  public Optional<Hold> hold(ItemKey key, Duration limit) throws InterruptedException {
    awaitQuiet();
    return Optional.of(
        inDoubt -> {
          if (inDoubt) {
            expectLateWrites();
          }
        });
  }

  private void awaitQuiet() throws InterruptedException {
    if (doubtful) {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, quietAt - System.nanoTime()));
      doubtful = false;
    }
  }

  /** Under the lease it stays the same. */
  @Override
  public Optional<Checkpoint> applied() {
    return Optional.ofNullable(checkpoint);
  }

  @Override
  public CompletableFuture<WriteOutcome> mend(Mend mend) {
    return mends.mend(mend);
  }

  @Override
  public void note(Map<String, String> details) {
    if (!doubtful) {
      Objects.requireNonNull(control).stoppedQuietly();
    }
    mends.note(details);
  }

  @Override
  public void close() {
    mends.close();
    pipeline.lease().close();
  }
}
