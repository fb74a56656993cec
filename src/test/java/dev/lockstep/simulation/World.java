package dev.lockstep.simulation;

import dev.lockstep.apply.Ticker;
import java.util.PriorityQueue;

/** Virtual time: what is to happen when. */
public final class World implements Ticker {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long number;

  @Override
  public long nanos() {
    return now;
  }

  /** Has something happen at a time, or now if that is over. */
  public Event at(long time, Runnable action) {
    Event event = new Event(Math.max(now, time), number++, action);
    events.add(event);
    return event;
  }

  /** Has the next event happen, but none after the given time. */
  public boolean step(long until) {
    Event event = events.peek();
    if (event == null || event.time > until) {
      return false;
    }
    events.remove();
    now = event.time;
    if (!event.cancelled) {
      event.action.run();
    }
    return true;
  }

  /** Time passes without an event. */
  public void moveTo(long time) {
    now = Math.max(now, time);
  }

  /** Something that is going to happen. */
  public static final class Event implements Comparable<Event> {
    private final long time;
    private final long number;
    private final Runnable action;
    private boolean cancelled;

    private Event(long time, long number, Runnable action) {
      this.time = time;
      this.number = number;
      this.action = action;
    }

    void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Event other) {
      return time == other.time
          ? Long.compare(number, other.number)
          : Long.compare(time, other.time);
    }
  }
}
