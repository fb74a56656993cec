package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Desired;
import dev.lockstep.checkpoint.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes orders, and remembers them for as long as the test runs. */
public final class InMemorySteering implements Steering {
  /** When everything happens. */
  public static final Instant NOW = Instant.parse("2024-05-31T12:00:00Z");

  private final List<Journal.Entry> journal = new ArrayList<>();
  private Desired desired = Desired.RUN;

  @Override
  public synchronized Desired desired() {
    return desired;
  }

  @Override
  public synchronized Desired pause(String who, Pause order) {
    note(who, "pause", order.reason());
    Instant until = order.maxDuration() == null ? null : NOW.plus(order.maxDuration());
    desired = desired.with(new Desired.Pause(NOW, until, who, order.reason()));
    return desired;
  }

  @Override
  public synchronized Desired resume(String who) {
    note(who, "resume", null);
    desired = desired.with((Desired.Pause) null);
    return desired;
  }

  @Override
  public synchronized Desired throttle(String who, Throttle order) {
    SteeringProblems.check(order, 256);
    note(who, "throttle", null);
    desired = desired.with(new Desired.Throttle(order.writeUnitsPerSecond(), order.maxInFlight()));
    return desired;
  }

  private void note(String who, String what, @Nullable String reason) {
    journal.add(
        0,
        new Journal.Entry(
            journal.size() + 1L,
            NOW,
            who,
            what,
            reason == null ? Map.of() : Map.of("reason", reason)));
  }

  @Override
  public synchronized List<Journal.Entry> journal(int most) {
    return List.copyOf(journal.subList(0, Math.min(most, journal.size())));
  }
}
