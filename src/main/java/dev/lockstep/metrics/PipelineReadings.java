package dev.lockstep.metrics;

/** What is read from the pipeline whenever somebody looks. Each must be cheap and never block. */
public interface PipelineReadings {

  /** Age of the oldest committed change that is not yet acknowledged, seconds; 0 when none. */
  double lagSeconds();

  /** From a change's commit to its reading, of the newest one, seconds; NaN when unknown. */
  default double captureSeconds() {
    return Double.NaN;
  }

  /** Until nothing is left to do, at present rates, seconds; NaN when unknown. */
  default double drainSeconds() {
    return Double.NaN;
  }

  /** How long the source can wait, seconds; NaN when unknown. */
  default double pauseBudgetSeconds() {
    return Double.NaN;
  }

  /** How bad that is: 0, 1 for a warning, 2 for an alarm. */
  default int pauseBudgetLevel() {
    return 0;
  }

  /** Bytes of source log after the checkpoint; NaN when unknown. */
  double lagSourceBytes();

  /** Bytes of source log kept for this pipeline; NaN when unknown. */
  double retainedBytes();

  /** Write requests under way. */
  int inFlight();

  /** Changes that are set aside. */
  long deadLetters();

  /** The phase's label; one of those given to {@link Metrics#watch}. */
  String phase();

  /** Whether an operator holds the pipeline. */
  boolean paused();

  /** Whether this process may write. */
  boolean leaseHeld();
}
