package dev.lockstep.admin;

import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.PipelineStatus.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last hour: a sample every few seconds, kept in memory, so that whoever opens the dashboard
 * sees where the pipeline comes from. Thread-safe.
 */
final class History {
  /** Between two samples. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  /** How many samples are kept: an hour. */
  static final int MAX_SAMPLES = 720;

  private final Deque<Sample> samples = new ArrayDeque<>();
  private @Nullable Instant last;
  private Counters counted = Counters.ZERO;

  /**
   * One moment.
   *
   * @param at milliseconds since 1970
   * @param lag seconds
   * @param changes row changes taken, per second since the sample before
   * @param writes item writes that took effect, per second
   * @param throttled attempts refused for want of capacity, per second
   * @param inFlight write requests under way
   */
  record Sample(
      long at, double lag, double changes, double writes, double throttled, int inFlight) {}

  /**
   * All that is kept.
   *
   * @param intervalSeconds between two samples
   * @param samples oldest first
   */
  record Kept(double intervalSeconds, List<Sample> samples) {}

  synchronized Sample add(Instant now, PipelineStatus status) {
    Counters counters = status.counters();
    double seconds = last == null ? 0 : Duration.between(last, now).toMillis() / 1e3;
    Sample sample =
        new Sample(
            now.toEpochMilli(),
            status.lag().seconds(),
            rate(counters.changes() - counted.changes(), seconds),
            rate(counters.writes() - counted.writes(), seconds),
            rate(counters.throttled() - counted.throttled(), seconds),
            status.inFlight());
    last = now;
    counted = counters;
    samples.addLast(sample);
    if (samples.size() > MAX_SAMPLES) {
      samples.removeFirst();
    }
    return sample;
  }

  /** A clock that was set back gives no rate. */
  private static double rate(long count, double seconds) {
    return seconds > 0 && count > 0 ? count / seconds : 0;
  }

  synchronized Kept kept() {
    return new Kept(INTERVAL.toMillis() / 1e3, List.copyOf(samples));
  }

  synchronized @Nullable Sample newest() {
    return samples.peekLast();
  }
}
