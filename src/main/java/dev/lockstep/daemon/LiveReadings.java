package dev.lockstep.daemon;

import dev.lockstep.apply.ApplyState;
import dev.lockstep.daemon.PipelineStatus.PauseBudget;
import dev.lockstep.metrics.PipelineReadings;
import org.jspecify.annotations.Nullable;

/** What metrics read from a running pipeline. */
record LiveReadings(LivePipeline pipeline) implements PipelineReadings {

  @Override
  public double lagSeconds() {
    return pipeline.status().lag().seconds();
  }

  @Override
  public double captureSeconds() {
    return number(pipeline.status().lag().captureSeconds());
  }

  @Override
  public double drainSeconds() {
    return number(pipeline.status().lag().drainSeconds());
  }

  @Override
  public double lagSourceBytes() {
    return number(pipeline.status().lag().sourceBytes());
  }

  @Override
  public double retainedBytes() {
    return number(pipeline.status().lag().retainedBytes());
  }

  @Override
  public double pauseBudgetSeconds() {
    PauseBudget budget = pipeline.status().pauseBudget();
    return budget == null ? Double.NaN : number(budget.seconds());
  }

  @Override
  public int pauseBudgetLevel() {
    PauseBudget budget = pipeline.status().pauseBudget();
    return budget == null ? 0 : Math.max(0, budget.level().ordinal() - 1);
  }

  @Override
  public int inFlight() {
    return pipeline.applyState().map(ApplyState::inFlight).orElse(0);
  }

  @Override
  public long deadLetters() {
    return pipeline.deadLetterCount();
  }

  @Override
  public String phase() {
    return pipeline.phase().label();
  }

  @Override
  public boolean paused() {
    return pipeline.phase() == Phase.PAUSED;
  }

  @Override
  public boolean leaseHeld() {
    return pipeline.leaseHeld();
  }

  private static double number(@Nullable Number value) {
    return value == null ? Double.NaN : value.doubleValue();
  }
}
