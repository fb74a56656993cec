package dev.lockstep.apply;

import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What may be sent now: the keys whose turn it is, table by table in rotation, as far as the
 * window, the budget and the tables' own rates let them.
 */
final class Gate {
  private final Map<String, Lane> lanesByTable = new HashMap<>();
  private final Deque<Lane> lanes = new ArrayDeque<>();
  private final Deque<Request> asides = new ArrayDeque<>();
  private final Doubts doubts;
  private final Window window;
  private final TokenBucket budget;
  private final long loadHeldUntil;
  private boolean paused;
  private boolean loading;
  private boolean batching;
  private long opensAt = Long.MAX_VALUE;

  Gate(ApplyOptions options, Doubts doubts) {
    this.doubts = doubts;
    this.window = new Window(options.limits().maxInFlight());
    this.budget = new TokenBucket(options.writeUnitsPerSecond(), 0);
    this.loadHeldUntil = options.replay().lateWrites().toNanos();
  }

  Lane lane(String table) {
    Lane lane = lanesByTable.get(table);
    if (lane == null) {
      lane = new Lane();
      lanesByTable.put(table, lane);
      lanes.add(lane);
    }
    return lane;
  }

  /** It is this key's turn. */
  void ready(KeyQueue queue) {
    queue.moveTo(KeyQueue.Place.READY);
    queue.lane().add(queue);
  }

  void ready(Request.SetAside aside) {
    asides.add(aside);
  }

  /** The next thing to do, or empty if nothing may be done now. */
  Optional<Request> poll(long now) {
    opensAt = Long.MAX_VALUE;
    if (!asides.isEmpty()) {
      return Optional.of(asides.remove());
    }
    if (paused || !window.isOpen()) {
      return Optional.empty();
    }
    for (int i = lanes.size(); i > 0; i--) {
      Lane lane = lanes.remove();
      lanes.add(lane);
      if (lane.hasReady() && isOpen(lane, now) && !isFilling(lane)) {
        return Optional.of(take(lane, now));
      }
    }
    return Optional.empty();
  }

  private boolean isOpen(Lane lane, long now) {
    long at = Math.max(budget.opensAt(now), lane.opensAt(now));
    at = loading ? Math.max(at, loadHeldUntil) : at;
    if (at > now) {
      opensAt = Math.min(opensAt, at);
    }
    return at <= now;
  }

  private boolean isFilling(Lane lane) {
    return batching && Lane.isBatchable(lane.peek()) && !lane.isWorthABatch();
  }

  private Request take(Lane lane, long now) {
    window.sent();
    lane.sent();
    return batching && Lane.isBatchable(lane.peek()) ? batch(lane) : single(lane, now);
  }

  private Request single(Lane lane, long now) {
    KeyQueue queue = lane.poll();
    return new Request.Single(queue, asSent(send(queue).write(), now));
  }

  private Request batch(Lane lane) {
    List<KeyQueue> queues = lane.pollBatch();
    List<ItemWrite.Put> puts = new ArrayList<>(queues.size());
    for (KeyQueue queue : queues) {
      puts.add((ItemWrite.Put) send(queue).write());
    }
    return new Request.Batch(queues, puts);
  }

  private Job send(KeyQueue queue) {
    queue.moveTo(KeyQueue.Place.SENT);
    Job job = queue.send();
    job.setGuess(queue.lane().guess(job));
    debit(queue.lane(), job.guess());
    return job;
  }

  private void debit(Lane lane, double units) {
    budget.debit(units);
    lane.debit(units);
  }

  /** A delete goes as a tombstone where a late write could bring the item back. */
  private ItemWrite asSent(ItemWrite write, long now) {
    return write instanceof ItemWrite.Delete && doubts.end(write.key()) > now
        ? new ItemWrite.Tombstone(write.key(), write.version(), write.commitMicros())
        : write;
  }

  /** A request has come back. */
  void answered(Lane lane, boolean inDoubt, long now) {
    lane.answered();
    if (inDoubt) {
      window.unanswered(now);
    } else {
      window.answered();
    }
  }

  /** Corrects the guessed write units of a write by what it really took. */
  void account(KeyQueue queue, WriteOutcome outcome, long now) {
    Lane lane = queue.lane();
    Job job = queue.sent();
    double units = unitsOf(outcome, job.guess());
    debit(lane, units - job.guess());
    lane.consumed(units, now);
    if (outcome instanceof WriteOutcome.Applied) {
      lane.learn(job, units);
    }
  }

  private static double unitsOf(WriteOutcome outcome, double guess) {
    if (outcome instanceof WriteOutcome.Applied applied) {
      return applied.units();
    }
    if (outcome instanceof WriteOutcome.Superseded superseded) {
      return superseded.units();
    }
    return outcome instanceof WriteOutcome.InDoubt ? guess : 0;
  }

  /** When {@link #poll} may have something again by time alone. */
  long opensAt() {
    return opensAt;
  }

  void setPaused(boolean value) {
    paused = value;
  }

  /** A load begins: nothing is sent until no request of the run before can arrive any more. */
  void beginLoad(boolean inBatches) {
    loading = true;
    batching = inBatches;
  }

  void endLoad() {
    loading = false;
    batching = false;
  }

  void setMaxInFlight(int limit) {
    window.setLimit(limit);
  }

  void setWriteUnitsPerSecond(double rate, long now) {
    budget.setRate(rate, now);
  }

  boolean isPaused() {
    return paused;
  }

  int inFlight() {
    return window.inFlight();
  }

  int window() {
    return window.size();
  }

  double writeUnitsPerSecond() {
    return budget.rate();
  }

  Map<String, Double> throttled() {
    Map<String, Double> throttled = new TreeMap<>();
    lanes.forEach(lane -> lane.report(throttled));
    return throttled;
  }
}
