package dev.lockstep.apply;

import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * When which key wants to be looked at again. Alarms of keys that have moved since are void; they
 * stay until their hour or until they are many, so there are never more than twice those that
 * count.
 */
final class Alarms {
  private static final int FEW = 1024;

  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private int many = FEW;

  void set(KeyQueue queue, long at) {
    alarms.add(new Alarm(at, queue, queue.alarms()));
    if (alarms.size() > many) {
      alarms.removeIf(Alarm::isVoid);
      many = Math.max(FEW, 2 * alarms.size());
    }
  }

  /** Shows the keys whose time has come and that have not moved since. */
  void ring(long now, Consumer<KeyQueue> consumer) {
    for (Alarm alarm = alarms.peek(); alarm != null && alarm.at <= now; alarm = alarms.peek()) {
      alarms.remove();
      if (!alarm.isVoid()) {
        consumer.accept(alarm.queue);
      }
    }
  }

  /** When the next one rings; {@link Long#MAX_VALUE} if none is set. */
  long next() {
    Alarm alarm = alarms.peek();
    return alarm == null ? Long.MAX_VALUE : alarm.at;
  }

  private record Alarm(long at, KeyQueue queue, int number) implements Comparable<Alarm> {
    boolean isVoid() {
      return number != queue.alarms();
    }

    @Override
    public int compareTo(Alarm other) {
      return Long.compare(at, other.at);
    }
  }
}
