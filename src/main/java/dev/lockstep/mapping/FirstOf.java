package dev.lockstep.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Keeps the first so many of any number of things in an order. */
final class FirstOf<T> {
  private final Comparator<Ordered<T>> order;
  private final PriorityQueue<Ordered<T>> heap;
  private final int limit;
  private long arrivals;

  FirstOf(HeldOrder order, int limit) {
    this.order = Ordered.by(order);
    this.heap = new PriorityQueue<>(this.order.reversed());
    this.limit = limit;
  }

  /** Takes a thing up if it is among the first so far. */
  void add(@Nullable Object[] key, T thing) {
    Ordered<T> ordered = new Ordered<>(key, arrivals++, thing);
    if (heap.size() < limit) {
      heap.add(ordered);
    } else if (order.compare(ordered, heap.element()) < 0) {
      heap.remove();
      heap.add(ordered);
    }
  }

  /** What is kept, the first in front. */
  List<T> inOrder() {
    List<Ordered<T>> sorted = new ArrayList<>(heap);
    sorted.sort(order);
    return sorted.stream().map(Ordered::thing).toList();
  }
}
