package dev.lockstep.demo;

import java.util.EnumMap;
import java.util.Map;

/** Counts what a workload did. */
final class Tally {
  private final Map<Effect, Long> rows = new EnumMap<>(Effect.class);
  private long transactions;

  /** What a statement does to rows. */
  enum Effect {
    INSERT,
    UPDATE,
    KEY_CHANGE,
    DELETE
  }

  void add(Tally committed) {
    committed.rows.forEach((effect, count) -> rows.merge(effect, count, Long::sum));
    transactions++;
  }

  void add(Effect effect, long count) {
    rows.merge(effect, count, Long::sum);
  }

  long rows(Effect effect) {
    return rows.getOrDefault(effect, 0L);
  }

  /** All row changes of committed transactions. */
  long changes() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  long transactions() {
    return transactions;
  }
}
