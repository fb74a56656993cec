package dev.lockstep.verify;

import dev.lockstep.verify.VerifyState.SegmentPlace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of a verification now and then, so that it can be resumed after an interruption
 * of whatever kind.
 */
final class Saving {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final VerifyWorld world;
  private final Consumer<VerifyState> saver;
  private final VerifyState from;
  private final Account account;
  private final Tally tally;
  private final Recheck recheck;
  private final int types;
  private @Nullable KeySides sides;
  private @Nullable VerifyState last;
  private long savedAt;

  /**
   * @param saver keeps a state
   * @param from what the verification begins or goes on with
   * @param types how many are verified
   */
  Saving(
      VerifyWorld world,
      Consumer<VerifyState> saver,
      VerifyState from,
      Account account,
      Tally tally,
      Recheck recheck,
      int types) {
    this.world = world;
    this.saver = saver;
    this.from = from;
    this.account = account;
    this.tally = tally;
    this.recheck = recheck;
    this.types = types;
    this.savedAt = world.clock().nanos();
  }

  /** Keeps what it begins with. */
  void begin(@Nullable KeySides keys) {
    sides = keys;
    keep(from.at(account.position()));
  }

  boolean isDue() {
    return world.clock().nanos() - savedAt > INTERVAL_NANOS;
  }

  /** While rows are compared. */
  void at(Walk walk) {
    save(walk.type(), walk.after(), List.of(), 0);
  }

  /** While the target is scanned. */
  void at(List<SegmentPlace> segments) {
    save(types, null, segments, 0);
  }

  /**
   * While keys are matched.
   *
   * @param partition the first one that is not matched
   */
  void at(int partition) {
    save(types, null, List.of(), partition);
  }

  private void save(
      int type, @Nullable List<String> after, List<SegmentPlace> segments, int partition) {
    KeySides keys = sides;
    keep(
        new VerifyState(
            from.id(),
            from.request(),
            world.plan().hash(),
            from.started(),
            account.seconds(),
            account.position(),
            account.step(),
            type,
            after,
            keys == null ? List.of() : keys.expected().flush(),
            keys == null ? List.of() : keys.scanned().flush(),
            segments,
            partition,
            recheck.pending(),
            tally.save(),
            account.sourceRows().get(),
            account.readUnits()));
  }

  private void keep(VerifyState state) {
    last = state;
    saver.accept(state);
    savedAt = world.clock().nanos();
  }

  /** At an interruption what was saved last is what counts; before that, there is nothing. */
  void again() {
    VerifyState state = last;
    if (state != null) {
      saver.accept(state);
    }
  }
}
