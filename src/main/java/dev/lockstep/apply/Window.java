package dev.lockstep.apply;

/**
 * How many requests may be in flight. Unknown outcomes halve it, so that a store that does not
 * answer is asked by a few, and answers bring it back one by one.
 */
final class Window {
  private static final int LEAST = 4;

  /** Requests that were in flight together fail together; they count once. */
  private static final long ONE_EVENT = 100_000_000L;

  private int limit;
  private int size;
  private int inFlight;
  private long shrunkAt = Long.MIN_VALUE / 2;

  Window(int limit) {
    this.limit = limit;
    this.size = limit;
  }

  boolean isOpen() {
    return inFlight < size;
  }

  void sent() {
    inFlight++;
  }

  void answered() {
    inFlight--;
    size = Math.min(limit, size + 1);
  }

  void unanswered(long now) {
    inFlight--;
    if (now - shrunkAt >= ONE_EVENT) {
      size = Math.max(Math.min(LEAST, limit), size / 2);
      shrunkAt = now;
    }
  }

  void setLimit(int newLimit) {
    limit = newLimit;
    size = newLimit;
  }

  int inFlight() {
    return inFlight;
  }

  int size() {
    return size;
  }
}
