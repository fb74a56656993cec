package dev.lockstep.mapping;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something with its place in an order.
 *
 * @param key what it is ordered by
 * @param arrival tells those with equal keys apart: the earlier comes first
 */
record Ordered<T>(@Nullable Object[] key, long arrival, T of) {

  static <T> Comparator<Ordered<T>> by(HeldOrder order) {
    return Comparator.<Ordered<T>, @Nullable Object[]>comparing(Ordered::key, order)
        .thenComparingLong(Ordered::arrival);
  }
}
