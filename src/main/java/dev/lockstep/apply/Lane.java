package dev.lockstep.apply;

import dev.lockstep.item.ItemSize;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One target table: the keys whose turn it is, in order, and how fast the table and its indexes
 * take writes. A throttled table does not hold up the others.
 */
final class Lane {
  private static final double WEIGHT = 0.05;

  private final Deque<KeyQueue> ready = new ArrayDeque<>();
  private final UnitMeter meter = new UnitMeter();
  private final Map<String, AdaptiveRate> rates = new HashMap<>();
  private int inFlight;
  private double unitsPerGuess = 1;

  void add(KeyQueue queue) {
    ready.addLast(queue);
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  /** The next key, which must be there. */
  KeyQueue peek() {
    return ready.element();
  }

  /** Takes the next key, which must be there. */
  KeyQueue poll() {
    return ready.remove();
  }

  /** A batch that is not full waits as long as answers are outstanding that will bring it up. */
  boolean isWorthABatch() {
    return ready.size() >= ItemStore.MAX_BATCH || inFlight == 0;
  }

  /** The keys at the front that may be written in one batch; at most as many as one takes. */
  List<KeyQueue> pollBatch() {
    List<KeyQueue> batch = new ArrayList<>(ItemStore.MAX_BATCH);
    while (batch.size() < ItemStore.MAX_BATCH && hasReady() && isBatchable(peek())) {
      batch.add(poll());
    }
    return batch;
  }

  static boolean isBatchable(KeyQueue queue) {
    return !queue.isSingle()
        && queue.next().write() instanceof ItemWrite.Put
        && queue.grave().isEmpty();
  }

  /** When the next write may pass: now if it may at once. */
  long opensAt(long now) {
    long at = now;
    for (AdaptiveRate rate : rates.values()) {
      at = Math.max(at, rate.opensAt(now));
    }
    return at;
  }

  /** A key range that is too hot lets only its own keys rest; anything wider slows the table. */
  void throttled(WriteOutcome.Throttled outcome, long now) {
    if (outcome.scope() != WriteOutcome.Scope.KEY_RANGE) {
      rates.computeIfAbsent(outcome.resource(), name -> new AdaptiveRate(meter)).throttled(now);
    }
  }

  /** The write units that a write is going to take, by its size and by what others took. */
  double guess(Job job) {
    return ItemSize.writeUnits(job.bytes()) * unitsPerGuess;
  }

  void learn(Job job, double units) {
    unitsPerGuess += WEIGHT * (units / ItemSize.writeUnits(job.bytes()) - unitsPerGuess);
  }

  void sent() {
    inFlight++;
  }

  void answered() {
    inFlight--;
  }

  void debit(double units) {
    for (AdaptiveRate rate : rates.values()) {
      rate.debit(units);
    }
  }

  void consumed(double units, long now) {
    meter.add(units, now);
  }

  /** By resource, the rate to which throttling has brought it down. */
  void report(Map<String, Double> throttled) {
    rates.forEach(
        (resource, rate) -> {
          if (rate.limits()) {
            throttled.put(resource, rate.rate());
          }
        });
  }
}
