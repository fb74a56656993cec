package dev.lockstep.source.debezium;

import dev.lockstep.source.debezium.Database.EngineView;
import java.time.Duration;

/**
 * Finds an engine that is dead without saying so. Two things give it away: nobody reads from the
 * server though the engine claims to run; or the server has sent a message that has not come out of
 * the engine, although the pipeline takes what it gives and nothing comes. A server that is busy
 * decoding a large transaction gives neither sign, and neither does a full pipeline. No I/O, no
 * clock.
 */
final class SilenceWatch {
  private final long limitNanos;
  private long sent;
  private boolean suspicious;
  private long suspiciousSince;
  private long suspect;
  private boolean silent;
  private long seenDeliveries;

  SilenceWatch(Duration limit) {
    this.limitNanos = limit.toNanos();
  }

  /** A message was written at a position. */
  void sent(long position) {
    sent = position;
  }

  /**
   * Looks at both ends.
   *
   * @param read whether the server knows of a reader
   * @param server up to where it has sent its log
   */
  void observe(boolean read, long server, EngineView engine, long now) {
    long deliveries = engine.deliveries();
    boolean still = !engine.isDelivering() && deliveries == seenDeliveries;
    seenDeliveries = deliveries;
    boolean odd = engine.isStreaming() && still && isOdd(read, server, engine);
    if (odd && !suspicious) {
      suspiciousSince = now;
      suspect = sent;
    }
    suspicious = odd;
    silent = odd && now - suspiciousSince >= limitNanos;
  }

  private boolean isOdd(boolean read, long server, EngineView engine) {
    if (!read) {
      return true;
    }
    long awaited = suspicious ? suspect : sent;
    return awaited != 0
        && Long.compareUnsigned(server, awaited) >= 0
        && Long.compareUnsigned(engine.lastPosition(), awaited) < 0;
  }

  /** Whether the engine has been silent for longer than the limit. */
  boolean isSilent() {
    return silent;
  }
}
