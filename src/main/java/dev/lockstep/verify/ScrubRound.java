package dev.lockstep.verify;

import dev.lockstep.verify.ScrubState.Lane;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a scrub goes next. All lanes get on together: the next one is always that of which the
 * least share is done, so that what is wrong with one item type is found early, however large the
 * others are. When all are at their ends, a pass is over.
 */
final class ScrubRound {
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, Long> estimates;

  /**
   * @param start the lanes, at their beginnings or wherever they are
   * @param estimates how many rows or items each has, as far as it is known, by {@link #id}
   */
  ScrubRound(List<Lane> start, Map<String, Long> estimates) {
    this.estimates = Map.copyOf(estimates);
    start.forEach(lane -> lanes.put(id(lane), lane));
  }

  static String id(Lane lane) {
    return (lane.target() ? "table " : "type ") + lane.name();
  }

  /** The lane that is next; empty at the end of a pass. */
  Optional<Lane> next() {
    return lanes.values().stream()
        .filter(lane -> !lane.done())
        .min(Comparator.comparingDouble(this::share));
  }

  private double share(Lane lane) {
    return lane.done() ? 1 : (double) lane.seen() / size(lane);
  }

  /** An estimate that proved too low grows with what is seen. */
  private long size(Lane lane) {
    return Math.max(estimates.getOrDefault(id(lane), 1L), lane.seen() + 1);
  }

  void took(Lane after) {
    lanes.put(id(after), after);
  }

  /** All lanes from their beginnings. */
  void again() {
    lanes.replaceAll((id, lane) -> Lane.start(lane.name(), lane.target()));
  }

  List<Lane> lanes() {
    return List.copyOf(lanes.values());
  }

  /** How much of the pass is done, 0 to 1. */
  double share() {
    double all = lanes.values().stream().mapToLong(this::size).sum();
    double done = lanes.values().stream().mapToDouble(lane -> share(lane) * size(lane)).sum();
    return all == 0 ? 1 : done / all;
  }
}
