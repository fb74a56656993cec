package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The queues of all keys that have something to do or to wait for. */
final class KeyQueues {
  private final Map<ItemKey, KeyQueue> queues = new HashMap<>();
  private final Gate gate;

  KeyQueues(Gate gate) {
    this.gate = gate;
  }

  /** The key's queue, a new one if it has none. */
  KeyQueue get(ItemKey key) {
    KeyQueue queue = queues.get(key);
    if (queue == null) {
      queue = new KeyQueue(key, gate.lane(key.table()));
      queues.put(key, queue);
    }
    return queue;
  }

  void remove(KeyQueue queue) {
    queues.remove(queue.key());
  }

  /** All keys that have something to do or to wait for. */
  Set<ItemKey> keys() {
    return queues.keySet();
  }

  int resting() {
    return (int) queues.values().stream().filter(q -> q.place() == KeyQueue.Place.RESTING).count();
  }

  /** When the key that fails longest began to fail; now if none fails. */
  long failingSince(long now) {
    return queues.values().stream()
        .filter(queue -> queue.failures() > 0)
        .mapToLong(KeyQueue::failingSince)
        .min()
        .orElse(now);
  }
}
