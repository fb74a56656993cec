package dev.lockstep.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Entries of a ledger in the order of delivery, linked through themselves, so that one can leave
 * the middle at once and none costs more than its own object.
 */
final class EntryChain {
  private Ledger.@Nullable Entry first;
  private Ledger.@Nullable Entry last;
  private int size;

  Ledger.@Nullable Entry first() {
    return first;
  }

  Ledger.@Nullable Entry last() {
    return last;
  }

  int size() {
    return size;
  }

  void append(Ledger.Entry entry) {
    if (last == null) {
      first = entry;
    } else {
      last.next = entry;
      entry.previous = last;
    }
    last = entry;
    size++;
  }

  void unlink(Ledger.Entry entry) {
    Ledger.Entry previous = entry.previous;
    Ledger.Entry next = entry.next;
    if (previous == null) {
      first = next;
    } else {
      previous.next = next;
    }
    if (next == null) {
      last = previous;
    } else {
      next.previous = previous;
    }
    entry.previous = null;
    entry.next = null;
    size--;
  }
}
