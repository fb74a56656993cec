package dev.lockstep.source.debezium;

import dev.lockstep.source.postgres.SlotState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds an engine that is dead without saying so. Two things give it away: nobody reads from the
 * slot though the engine claims to run; or the server has sent a message that has not come out of
 * the engine, although the pipeline takes what it gives. A server that is busy decoding a large
 * transaction gives neither sign, and neither does a full pipeline. No I/O, no clock.
 */
final class SilenceWatch {
  private final long limitNanos;
  private final Engine engine;
  private long sentLsn;
  private boolean suspicious;
  private long suspiciousSince;
  private long suspectLsn;
  private boolean silent;

  /** What the watch can see of an engine. */
  interface Engine {
    /** Whether it says that it reads. */
    boolean isStreaming();

    /** Whether it waits for the pipeline. */
    boolean isDelivering();

    /** The newest position that came out. */
    long lastLsn();
  }

  SilenceWatch(Duration limit, Engine engine) {
    this.limitNanos = limit.toNanos();
    this.engine = engine;
  }

  /** A message was written at a position. */
  void sent(long lsn) {
    sentLsn = lsn;
  }

  /** The server's view of the slot. */
  void observe(@Nullable SlotState slot, long now) {
    boolean odd = engine.isStreaming() && !engine.isDelivering() && isOdd(slot);
    if (odd && !suspicious) {
      suspiciousSince = now;
      suspectLsn = sentLsn;
    }
    suspicious = odd;
    silent = odd && now - suspiciousSince >= limitNanos;
  }

  private boolean isOdd(@Nullable SlotState slot) {
    if (slot == null || !slot.active()) {
      return true;
    }
    long awaited = suspicious ? suspectLsn : sentLsn;
    return awaited != 0
        && Long.compareUnsigned(slot.sentLsn(), awaited) >= 0
        && Long.compareUnsigned(engine.lastLsn(), awaited) < 0;
  }

  /** Whether the engine has been silent for longer than the limit. */
  boolean isSilent() {
    return silent;
  }
}
