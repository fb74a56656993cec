package dev.lockstep.daemon;

import dev.lockstep.cutover.Check;
import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.RehearsalReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers what it is asked; a cutover is done, and a rehearsal begun or ended, at once. */
final class ScriptedHandover implements Handover {
  private final List<String> calls = new ArrayList<>();
  private @Nullable CutoverReport cutover;
  private @Nullable RehearsalReport rehearsal;

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public synchronized Optional<CutoverReport> cutover() {
    return Optional.ofNullable(cutover);
  }

  @Override
  public synchronized List<Check> preflight(Order order) {
    calls.add("preflight " + order.sourceIsFenced());
    return List.of(Check.good("lag", "0.1 s"), Check.bad("dead letters", "3 open", "Replay them."));
  }

  @Override
  public CutoverReport cutOver(Order order) {
    return record(
        "cutover " + order.verify().label() + " " + order.timeout(), order.by(), "cut-over");
  }

  @Override
  public CutoverReport abort(String by) {
    return record("abort", by, "rolled-back");
  }

  @Override
  public CutoverReport switched(String by, Switched what) {
    return record("switched " + what, by, "cut-over");
  }

  private synchronized CutoverReport record(String call, String by, String status) {
    calls.add(call);
    cutover =
        new CutoverReport(
            "1",
            by,
            "sample",
            status,
            "switch",
            null,
            "2024-05-31T12:00:00Z",
            1.5,
            1.0,
            null,
            List.of());
    return cutover;
  }

  @Override
  public synchronized Optional<RehearsalReport> rehearsal() {
    return Optional.ofNullable(rehearsal);
  }

  @Override
  public RehearsalReport beginRehearsal(String by, @Nullable Duration timeout) {
    return rehearse("begin", by, "running");
  }

  @Override
  public RehearsalReport endRehearsal(String by) {
    return rehearse("end", by, "ended");
  }

  private synchronized RehearsalReport rehearse(String call, String by, String status) {
    calls.add("rehearse " + call);
    rehearsal =
        new RehearsalReport(
            "1", by, status, "pause", null, "0/1", 60.0, 1024L, 2.0, 10L, 3L, 0L, null, List.of());
    return rehearsal;
  }
}
