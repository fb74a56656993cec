package dev.lockstep.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Says how old the oldest committed change is that the target does not have. Pure.
 *
 * <p>A heartbeat in the source's log proves, when it is read, that all before it has been read. So
 * as long as heartbeats come, what was read and is not acknowledged is all that can be missing.
 * When they stop (the source is away, the pipeline is paused, or it reads what is long past) there
 * may be changes that nobody has read: the lag counts from the last moment of which it is known
 * that nothing was missing.
 *
 * @param heartbeat how often one is written
 */
record LagClock(Duration heartbeat) {
  /** One may be lost with its connection, and reading takes its time. */
  private static final int BEATS = 3;

  /**
   * The lag in seconds.
   *
   * @param unacknowledged commit time of the oldest change that was read and is not acknowledged,
   *     microseconds; empty if there is none
   * @param read commit time of the newest transaction or heartbeat that was read; empty if there is
   *     none
   * @param atEnd whether the source says that there is nothing behind that
   * @param reading whether the log is to be read at all: false in a pause
   */
  double seconds(
      Instant now,
      Optional<Long> unacknowledged,
      Optional<Long> read,
      boolean atEnd,
      boolean reading) {
    long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
    if (unacknowledged.isPresent()) {
      return age(micros, unacknowledged.get());
    }
    if (read.isEmpty() || atEnd) {
      return 0;
    }
    double age = age(micros, read.get());
    return reading && age <= BEATS * heartbeat.toMillis() / 1e3 ? 0 : age;
  }

  private static double age(long now, long then) {
    return Math.max(0, now - then) / 1e6;
  }
}
