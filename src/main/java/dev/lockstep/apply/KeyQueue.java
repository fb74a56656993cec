package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one key: at most one on its way, those that came since collapsed to as few as say
 * the same (one, but for a patch that follows a removal), and the tombstone that stands in the
 * store. Failures belong to the key, not to a write: a write that failed is taken back to the front
 * and collapses with what came since.
 */
final class KeyQueue {
  private final ItemKey key;
  private final Lane lane;
  private final Deque<Job> waiting = new ArrayDeque<>(2);
  private @Nullable Job sent;
  private @Nullable Grave grave;
  private Place place = Place.IDLE;
  private int alarms;
  private int failures;
  private long failingSince;
  private boolean single;
  private @Nullable KeyHold hold;

  KeyQueue(ItemKey key, Lane lane) {
    this.key = key;
    this.lane = lane;
  }

  /** What the key waits for. */
  enum Place {
    /** Nothing, or the hour of a burial. */
    IDLE,
    /** Its turn. */
    READY,
    /** The outcome of an attempt. */
    SENT,
    /** The end of a rest after a failure. */
    RESTING,
    /** The end of a hold. */
    HELD
  }

  ItemKey key() {
    return key;
  }

  Lane lane() {
    return lane;
  }

  Place place() {
    return place;
  }

  /** Moves the key; alarms that were set for it before are void. */
  void moveTo(Place newPlace) {
    place = newPlace;
    alarms++;
  }

  /** Identifies the alarms set since the key moved last. */
  int alarms() {
    return alarms;
  }

  void offer(Job job) {
    Job last = waiting.peekLast();
    if (last == null || !last.absorb(job)) {
      waiting.addLast(job);
    }
  }

  boolean hasWork() {
    return !waiting.isEmpty();
  }

  /** The next write, which must be there. */
  Job next() {
    return waiting.element();
  }

  /** Takes the next write, which must be there. */
  Job send() {
    Job job = waiting.remove();
    sent = job;
    return job;
  }

  /** The write on its way, which must be there. */
  Job sent() {
    if (sent == null) {
      throw new IllegalStateException("nothing of " + key + " is on its way");
    }
    return sent;
  }

  /** The write on its way is done with. */
  Job finish() {
    Job job = sent();
    sent = null;
    failures = 0;
    single = false;
    return job;
  }

  /** The write on its way has to be tried again, or what came since in its stead. */
  void fail(long now) {
    Job job = sent();
    sent = null;
    failingSince = failures == 0 ? now : failingSince;
    failures++;
    Job later = waiting.peekFirst();
    if (later != null && job.absorb(later)) {
      waiting.removeFirst();
    }
    waiting.addFirst(job);
  }

  int failures() {
    return failures;
  }

  long failingSince() {
    return failingSince;
  }

  /** From now until a write is done, the key is not written in batches. */
  void goSingle() {
    single = true;
  }

  boolean isSingle() {
    return single;
  }

  /** Who wants to have the key held, or holds it. */
  Optional<KeyHold> hold() {
    return Optional.ofNullable(hold);
  }

  void setHold(@Nullable KeyHold newHold) {
    hold = newHold;
  }

  Optional<Grave> grave() {
    return Optional.ofNullable(grave);
  }

  void setGrave(@Nullable Grave newGrave) {
    grave = newGrave;
  }
}
