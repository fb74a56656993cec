package dev.lockstep.apply;

import dev.lockstep.item.ItemWrite;
import dev.lockstep.problem.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The applier without its thread and without waiting: the caller says when it may work. */
public final class SimulatedApplier {
  private final Dispatcher dispatcher;
  private final Deque<Submitted> waiting = new ArrayDeque<>();

  /** A new applier; the ticker may stand still. */
  public SimulatedApplier(
      ItemStore store,
      ApplyOptions options,
      ApplyListener listener,
      Ticker ticker,
      RandomGenerator random) {
    dispatcher = new Dispatcher(store, options, listener, BadRows.halt(), ticker, random);
  }

  /** Hands writes over; they are taken as there is room. */
  public void submit(List<ItemWrite> writes, Acknowledgement acknowledgement) {
    waiting.add(new Submitted(writes, dispatcher.begin(writes, acknowledgement)));
    work();
  }

  /** Gives up what has not been taken, like a submitter that was interrupted. */
  public void breakOff() {
    waiting.clear();
  }

  /** Whether all that was handed over has been taken. */
  public boolean hasTakenAll() {
    return waiting.isEmpty();
  }

  /** Does what can be done now. */
  public void work() {
    if (failure().isPresent()) {
      return;
    }
    boolean moved = true;
    while (moved) {
      moved = takeSome();
      dispatcher.pump();
    }
  }

  private boolean takeSome() {
    Submitted first = waiting.peek();
    if (first == null) {
      return false;
    }
    int before = first.next;
    first.next = dispatcher.offer(first.writes, before, first.submission);
    if (first.next == first.writes.size()) {
      waiting.remove();
      return true;
    }
    return first.next > before;
  }

  /** When it wants to work next by time alone, on the ticker; {@link Long#MAX_VALUE} if never. */
  public long nextAlarm() {
    return dispatcher.nextAlarm();
  }

  /** Begins a load. */
  public void beginLoad(boolean inBatches) {
    dispatcher.change(engine -> engine.gate().beginLoad(inBatches));
  }

  /** Ends a load, when all is acknowledged and no batch can arrive late. */
  public void endLoad() {
    dispatcher.change(engine -> engine.gate().endLoad());
  }

  /** Pauses or resumes sending. */
  public void setPaused(boolean paused) {
    dispatcher.change(engine -> engine.gate().setPaused(paused));
  }

  /** Where it stands. */
  public ApplyState state() {
    return dispatcher.state();
  }

  /** Why it stopped, if it did. */
  public Optional<Problem> failure() {
    return dispatcher.state().failure();
  }

  private static final class Submitted {
    private final List<ItemWrite> writes;
    private final Submission submission;
    private int next;

    Submitted(List<ItemWrite> writes, Submission submission) {
      this.writes = writes;
      this.submission = submission;
    }
  }
}
