package dev.lockstep.mapping;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Something with its place in an order. */
final class Ordered<T> {
  private final @Nullable Object[] key;
  private final long arrival;
  private final T thing;

  /**
   * @param key what it is ordered by
   * @param arrival tells those with equal keys apart: the earlier comes first
   */
  Ordered(@Nullable Object[] key, long arrival, T thing) {
    this.key = key;
    this.arrival = arrival;
    this.thing = thing;
  }

  T thing() {
    return thing;
  }

  static <T> Comparator<Ordered<T>> by(HeldOrder order) {
    return (a, b) -> {
      int byKey = order.compare(a.key, b.key);
      return byKey == 0 ? Long.compare(a.arrival, b.arrival) : byKey;
    };
  }
}
