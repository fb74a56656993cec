package dev.lockstep.checkpoint;

import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides, without I/O, what one contender for a lease does next and whether it may write. Driven
 * by one thread at a time: {@link #next} says what to do, the answer comes back as an event.
 *
 * <p><b>Why two owners never both believe that they may write.</b> Every renewal changes the
 * record's counter, and every acquisition is conditional on generation and counter. An owner may
 * write until (when it <i>sent</i> its last successful renewal) + lease time − margin. A contender
 * sends its acquisition only at (when it <i>received</i> a reading of the same generation and
 * counter) + lease time; if that succeeds, the owner's last renewal had landed before that reading,
 * so it was sent earlier still. An acquisition that is repeated because its answer was lost counts
 * from its first sending: the repeat may succeed without changing the record. Each side measures a
 * span on its own monotonic clock; no clock is compared with another, and wall clocks play no part.
 * The margin (a tenth of the lease time) is for clocks that run at different speeds, up to 5 %
 * apart either way, and for the moment between looking at {@link #mayWrite} and sending a request.
 *
 * <p><b>Not renewing is not losing.</b> An owner whose renewals fail stops writing in time, but the
 * lease is lost only when another generation stands in the record. If the control table was out of
 * reach for everybody, the owner's next successful renewal lets it write again.
 *
 * <p>Times are nanoseconds of {@link System#nanoTime}; only differences of them mean anything. The
 * clock must go on while the machine is suspended for this to hold across suspension; what a daemon
 * writes after such a sleep is older than its successor's writes and is refused by version.
 */
final class LeaseCore {
  private final Owner self;
  private final long leaseNanos;
  private final long usableNanos;
  private final long renewNanos;
  private final long pollNanos;
  private final long retryNanos;

  private @Nullable Observation observation;
  private @Nullable Hold hold;
  private boolean ended;
  private boolean lost;

  /** When the outstanding acquisition was first sent, or the outstanding renewal was. */
  private @Nullable Long asked;

  /** Nothing is asked before this time; absent when nothing failed. */
  private @Nullable Long notBefore;

  /**
   * @param self the contender
   * @param lease how long a lease stands unrenewed; it is renewed every third of this
   */
  LeaseCore(Owner self, Duration lease) {
    this.self = self;
    this.leaseNanos = lease.toNanos();
    this.usableNanos = leaseNanos - leaseNanos / 10;
    this.renewNanos = leaseNanos / 3;
    this.pollNanos = leaseNanos / 6;
    this.retryNanos = leaseNanos / 12;
  }

  /** What to do now. After an ask, the answer is due before the next call. */
  Step next(long now) {
    if (ended) {
      return new Step.End();
    }
    if (notBefore != null && notBefore - now > 0) {
      return new Step.Wait(notBefore - now);
    }
    return hold != null ? whileHolding(hold, now) : whileSeeking(now);
  }

  private Step whileHolding(Hold current, long now) {
    long wait = current.renewAt - now;
    if (wait > 0) {
      return new Step.Wait(wait);
    }
    asked = now;
    return new Step.Renew(current.generation);
  }

  private Step whileSeeking(long now) {
    if (observation == null) {
      return new Step.Read();
    }
    long untilFree = observation.isFree() ? 0 : observation.since + leaseNanos - now;
    if (untilFree <= 0) {
      asked = asked == null ? now : asked;
      return new Step.Acquire(observation.record);
    }
    long untilPoll = observation.last + pollNanos - now;
    return untilPoll <= 0 ? new Step.Read() : new Step.Wait(Math.min(untilFree, untilPoll));
  }

  /** The record was read. */
  void read(Optional<PipelineRecord> record, long answered) {
    notBefore = null;
    if (isOwn(record)) {
      adopt(record.orElseThrow(), answered);
      return;
    }
    Observation earlier = observation;
    if (earlier != null && earlier.showsSameLeaseAs(record)) {
      observation = new Observation(record, earlier.since, answered, earlier.alive);
    } else {
      asked = null;
      boolean alive = earlier != null && !earlier.isFree() && ownerOf(record).isPresent();
      observation = new Observation(record, answered, answered, alive);
    }
  }

  private boolean isOwn(Optional<PipelineRecord> record) {
    return ownerOf(record).filter(owner -> owner.id().equals(self.id())).isPresent();
  }

  /** An acquisition succeeded though its answer was lost: it counts from the next renewal on. */
  private void adopt(PipelineRecord record, long now) {
    hold = new Hold(record.generation(), now, now);
  }

  /** An acquisition was answered; empty if somebody else was faster. */
  void acquired(Optional<PipelineRecord> record) {
    notBefore = null;
    observation = null;
    record.ifPresent(owned -> hold(owned.generation()));
    asked = null;
  }

  /** A renewal was answered: whether the generation still stands. */
  void renewed(boolean stands) {
    notBefore = null;
    if (ended || hold == null) {
      return;
    }
    if (stands) {
      hold(hold.generation);
    } else {
      ended = true;
      lost = true;
    }
  }

  private void hold(long generation) {
    long since = Objects.requireNonNull(asked, "an answer to what was never asked");
    hold = new Hold(generation, since + usableNanos, since + renewNanos);
  }

  /** Whatever was asked got no answer; whether it was done is unknown. */
  void failed(long now) {
    notBefore = now + retryNanos;
  }

  /** The owner gives the lease up: it may not write from now on. */
  void end() {
    ended = true;
  }

  /** Whether the contender may write at this time. */
  boolean mayWrite(long now) {
    return !ended && hold != null && hold.until - now > 0;
  }

  /** When the right to write ends if nothing renews it; only for an owner. */
  Optional<Long> mayWriteUntil() {
    return ended || hold == null ? Optional.empty() : Optional.of(hold.until);
  }

  /** The generation that is or was held; empty while seeking. */
  Optional<Long> generation() {
    return hold == null ? Optional.empty() : Optional.of(hold.generation);
  }

  /** Whether another generation ended this one's. */
  boolean isLost() {
    return lost;
  }

  /** Who holds the lease that this contender waits for, as last read. */
  Optional<Owner> holder() {
    return observation == null ? Optional.empty() : ownerOf(observation.record);
  }

  /** Whether somebody was seen to renew or to take over the lease while this contender waited. */
  boolean holderIsAlive() {
    return observation != null && observation.alive;
  }

  private static Optional<Owner> ownerOf(Optional<PipelineRecord> record) {
    return record.flatMap(read -> Optional.ofNullable(read.owner()));
  }

  /** What to do next. */
  sealed interface Step {
    /**
     * Nothing for a while.
     *
     * @param nanos how long; more than 0
     */
    record Wait(long nanos) implements Step {}

    /** Read the record. */
    record Read() implements Step {}

    /**
     * Acquire the lease.
     *
     * @param seen on condition that it is unchanged since
     */
    record Acquire(Optional<PipelineRecord> seen) implements Step {}

    /**
     * Renew the lease.
     *
     * @param generation that is held
     */
    record Renew(long generation) implements Step {}

    /** Nothing any more: the lease was lost or given up. */
    record End() implements Step {}
  }

  /**
   * A lease that is held.
   *
   * @param until when the right to write ends
   * @param renewAt when the next renewal is due
   */
  private record Hold(long generation, long until, long renewAt) {}

  /**
   * Somebody else's lease, or none.
   *
   * @param since when it was first received like this
   * @param last when it was last received
   * @param alive whether it changed while watched
   */
  private record Observation(
      Optional<PipelineRecord> record, long since, long last, boolean alive) {

    boolean isFree() {
      return ownerOf(record).isEmpty();
    }

    boolean showsSameLeaseAs(Optional<PipelineRecord> other) {
      return isFree() == ownerOf(other).isEmpty()
          && record.map(PipelineRecord::generation).equals(other.map(PipelineRecord::generation))
          && record.map(PipelineRecord::counter).equals(other.map(PipelineRecord::counter));
    }
  }
}
