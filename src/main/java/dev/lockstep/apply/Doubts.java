package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which keys a late write may still hit. An attempt of unknown outcome that would make an item (a
 * put or a tombstone) can be carried out at any time within the horizon, whatever was learned from
 * later attempts: a put that is repeated and then followed by a physical delete comes back to life
 * when its first attempt arrives last. So the doubt about a key ends by time alone.
 */
final class Doubts {
  private final int maxKeys;
  private final long horizon;

  /** The end of the doubt by key; the horizon is constant, so the oldest is the first to end. */
  private final Map<ItemKey, Long> ends = new LinkedHashMap<>();

  private long endForAll;

  /**
   * @param horizon nanoseconds that a late write takes at most
   * @param endForAll until when every key is open to late writes
   */
  Doubts(int maxKeys, long horizon, long endForAll) {
    this.maxKeys = maxKeys;
    this.horizon = horizon;
    this.endForAll = endForAll;
  }

  /** An attempt at this write has an unknown outcome. */
  void add(ItemWrite write, long now) {
    if (makesItem(write)) {
      add(write.key(), now);
    }
  }

  /** An attempt at making an item has an unknown outcome. */
  void add(ItemKey key, long now) {
    ends.remove(key);
    ends.put(key, now + horizon);
    if (ends.size() > maxKeys) {
      endForAll = Math.max(endForAll, now + horizon);
      ends.clear();
    }
  }

  /** A late patch makes no item, a late delete or burial removes nothing newer. */
  private static boolean makesItem(ItemWrite write) {
    return write instanceof ItemWrite.Put || write instanceof ItemWrite.Tombstone;
  }

  /** When no late write can hit the key any more; in the past if none can. */
  long end(ItemKey key) {
    Long end = ends.isEmpty() ? null : ends.get(key);
    return end == null ? endForAll : Math.max(end, endForAll);
  }

  /** When no late write can hit just any key any more. */
  long endForAll() {
    return endForAll;
  }

  void forget(long now) {
    Iterator<Long> oldest = ends.values().iterator();
    while (oldest.hasNext() && oldest.next() <= now) {
      oldest.remove();
    }
  }

  int keys() {
    return ends.size();
  }
}
