package dev.lockstep.verify;

import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Tally.Count;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyProgress.Step;
import dev.lockstep.verify.VerifyReport.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How far a verification is and what it has found so far: for whoever looks on, and in the end for
 * its report. Written by the verification's thread, read by others.
 */
final class Account {
  private static final double NANOS = 1e9;

  private final VerifyWorld world;
  private final VerifyState from;
  private final Tally tally;
  private final TargetReader target;
  private final AtomicLong sourceRows = new AtomicLong();
  private final Pace pace;
  private final long begun;
  private volatile Step step;
  private volatile State state = State.RUNNING;
  private volatile long checking;
  private volatile @Nullable Problem error;
  private volatile String position;

  /**
   * @param from what the verification begins or goes on with
   */
  Account(
      VerifyWorld world,
      VerifyState from,
      List<ItemTypePlan> types,
      Tally tally,
      TargetReader target) {
    this.world = world;
    this.from = from;
    this.tally = tally;
    this.target = target;
    this.pace = new Pace(world, types);
    this.begun = world.clock().nanos();
    this.step = from.step();
    this.position = from.position();
    sourceRows.set(from.sourceRows());
  }

  Step step() {
    return step;
  }

  void isAt(Step next) {
    step = next;
  }

  void ended(State how) {
    state = how;
  }

  /** Its report is kept. */
  void finished() {
    step = Step.ENDED;
    state = State.FINISHED;
  }

  void failed(Problem problem) {
    error = problem;
    state = State.FAILED;
  }

  /** So many keys are being looked at again. */
  void isChecking(long keys) {
    checking = keys;
  }

  /** Where the source was when the verification began. */
  String position() {
    return position;
  }

  void beganAt(String version) {
    position = version;
  }

  Pace pace() {
    return pace;
  }

  /** Counts the rows that are read from the source. */
  AtomicLong sourceRows() {
    return sourceRows;
  }

  double readUnits() {
    return from.readUnits() + target.units();
  }

  double seconds() {
    return from.seconds() + (world.clock().nanos() - begun) / NANOS;
  }

  VerifyProgress progress() {
    VerifyMode mode = from.request().mode();
    return new VerifyProgress(
        from.id(),
        mode,
        state,
        step,
        from.started(),
        seconds(),
        tally.progress(pace.estimates()),
        tally.total(Count.SCANNED),
        mode.matchesKeys() ? pace.scanEstimate(tally) : null,
        tally.findings(),
        tally.total(Count.UNCONFIRMED),
        checking,
        pace.itemsPerSecond(),
        state == State.RUNNING ? pace.etaSeconds(step, tally, mode.matchesKeys()) : null,
        error);
  }

  /**
   * What it found.
   *
   * @param stopped why it did not go on to its end; null if it did
   */
  VerifyReport report(@Nullable String stopped, @Nullable Repairs repairs) {
    long doubtful = tally.total(Count.UNCONFIRMED);
    Outcome outcome =
        tally.findings() > 0
            ? Outcome.DIFFERENT
            : stopped != null || doubtful > 0 ? Outcome.INCOMPLETE : Outcome.EQUAL;
    @Nullable String reason =
        stopped != null ? stopped : doubtful > 0 ? doubtful + " items could not be told" : null;
    Tally.Saved counted = tally.save();
    return new VerifyReport(
        from.id(),
        world.pipeline(),
        from.request().mode(),
        outcome,
        reason,
        from.started(),
        world.clock().now().toString(),
        seconds(),
        position,
        from.request().consistent(),
        tally.types(),
        tally.tables(),
        sourceRows.get(),
        readUnits(),
        counted.findings(),
        counted.unconfirmed(),
        repairs == null ? null : repairs.result(tally.total(Count.UNMAPPABLE)));
  }
}
