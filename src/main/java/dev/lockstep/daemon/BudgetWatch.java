package dev.lockstep.daemon;

import dev.lockstep.config.OperatingConfig;
import dev.lockstep.daemon.PipelineStatus.BudgetLevel;
import dev.lockstep.daemon.PipelineStatus.PauseBudget;
import dev.lockstep.source.LogState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reckons how long the source can wait, and how long it takes to catch up, from what it said of its
 * log at several moments. Does no I/O; times are nanoseconds of a clock that nobody sets. Not
 * thread-safe.
 */
final class BudgetWatch {
  /** Long enough to even out bursts, short enough to notice that a load has begun. */
  private static final long WINDOW = Duration.ofMinutes(10).toNanos();

  /** Catching up is a matter of now. */
  private static final long DRAIN_WINDOW = Duration.ofSeconds(30).toNanos();

  private static final long FRESH = Duration.ofSeconds(10).toNanos();

  private static final double NANOS = 1e9;

  private final OperatingConfig.PauseBudget levels;
  private final Deque<Seen> seen = new ArrayDeque<>();

  private record Seen(long at, LogState log) {}

  BudgetWatch(OperatingConfig.PauseBudget levels) {
    this.levels = levels;
  }

  /** The source has spoken. */
  void saw(LogState log, long now) {
    Seen newest = seen.peekLast();
    if (newest != null && log.endBytes() < newest.log().endBytes()) {
      seen.clear();
    }
    seen.addLast(new Seen(now, log));
    while (now - seen.getFirst().at() > WINDOW) {
      seen.removeFirst();
    }
  }

  /** What it said last; null if it has said nothing yet. */
  @Nullable LogState newest() {
    Seen newest = seen.peekLast();
    return newest == null ? null : newest.log();
  }

  /** Whether it has spoken a moment ago: what it said is how it is. */
  boolean isFresh(long now) {
    Seen newest = seen.peekLast();
    return newest != null && now - newest.at() <= FRESH;
  }

  /** How fast its log grows; null as long as that is unknown. */
  @Nullable Double bytesPerSecond() {
    Seen first = seen.peekFirst();
    Seen last = seen.peekLast();
    return first == null || last == null || last.at() == first.at()
        ? null
        : (last.log().endBytes() - first.log().endBytes()) / seconds(first, last);
  }

  private static double seconds(Seen from, Seen to) {
    return (to.at() - from.at()) / NANOS;
  }

  /**
   * How long it takes until nothing is left to read, if what is left goes on shrinking as it does;
   * null if it does not shrink.
   */
  @Nullable Double drainSeconds() {
    Seen last = seen.peekLast();
    if (last == null || last.log().behindBytes() < 0) {
      return null;
    }
    Seen first = last;
    for (Seen earlier : seen) {
      if (last.at() - earlier.at() <= DRAIN_WINDOW && earlier.log().behindBytes() >= 0) {
        first = earlier;
        break;
      }
    }
    double shrunk = first.log().behindBytes() - last.log().behindBytes();
    return shrunk <= 0 ? null : last.log().behindBytes() / (shrunk / seconds(first, last));
  }

  /** How long the source can wait, reckoned from what it said last. */
  PauseBudget budget(long now) {
    Seen last = seen.peekLast();
    if (last == null) {
      return new PauseBudget(
          BudgetLevel.UNKNOWN, null, "the source has not said anything yet", null, null);
    }
    LogState.Limit limit = limit(last.log());
    Double rate = bytesPerSecond();
    Double left = shorter(byBytes(limit, rate), limit.leftSeconds());
    Double still = left == null ? null : Math.max(0, left - (now - last.at()) / NANOS);
    return new PauseBudget(level(limit, still), still, limit.setting(), limit.limitBytes(), rate);
  }

  /** The operator's own limit, if it is the narrower one. */
  private LogState.Limit limit(LogState log) {
    Long most = levels.maxLogBytes();
    LogState.Limit said = log.limit();
    if (most == null || log.retainedBytes() < 0) {
      return said;
    }
    long left = Math.max(0, most - log.retainedBytes());
    return said.leftBytes() != null && said.leftBytes() <= left
        ? said
        : new LogState.Limit("pause-budget.max-log", left, said.leftSeconds(), most);
  }

  /** A log that does not grow lasts for ever; that is unknown, not endless. */
  private static @Nullable Double byBytes(LogState.Limit limit, @Nullable Double rate) {
    Long left = limit.leftBytes();
    if (left == null) {
      return null;
    }
    if (left <= 0) {
      return 0.0;
    }
    return rate == null || rate <= 0 ? null : left / rate;
  }

  private static @Nullable Double shorter(@Nullable Double one, @Nullable Double other) {
    return one == null ? other : other == null ? one : Double.valueOf(Math.min(one, other));
  }

  private BudgetLevel level(LogState.Limit limit, @Nullable Double seconds) {
    if (seconds == null) {
      return limit.leftBytes() == null ? BudgetLevel.UNKNOWN : BudgetLevel.GOOD;
    }
    if (seconds < levels.alarm().toSeconds()) {
      return BudgetLevel.ALARM;
    }
    return seconds < levels.warning().toSeconds() ? BudgetLevel.WARNING : BudgetLevel.GOOD;
  }
}
