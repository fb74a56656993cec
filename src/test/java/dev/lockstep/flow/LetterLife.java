package dev.lockstep.flow;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ApplyListener;
import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.ApplyState;
import dev.lockstep.apply.DrivenApplier;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.letters.Letters;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.simulation.FaultyStore;
import dev.lockstep.simulation.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One process that sets bad rows aside: all that stands between source and target, without threads.
 * It streams from the checkpoint until it crashes, halts, or has come to the end.
 */
final class LetterLife implements DeadLetters.Surroundings {
  private static final long MILLI = 1_000_000L;
  private static final LoadPlan NO_LOAD = new LoadPlan(false, false, false);
  private static final int MOST_UNCHANGED_KEYS = 100;

  private final LetterSimulation simulation;
  private final World world;
  private final SplittableRandom random;
  private final ApplyOptions options;
  private final FaultyStore store;
  private final SimulatedThread replies;
  private final DeadLetters letters;
  private final List<DrivenApplier> appliers = new ArrayList<>();
  private final Inside inside;
  private final Deque<Transaction> parts = new ArrayDeque<>();
  private Optional<Checkpoint> delivered = Optional.empty();
  private int next;
  private boolean over;

  LetterLife(LetterSimulation simulation, ApplyOptions options) {
    this.simulation = simulation;
    this.options = options;
    this.world = simulation.world();
    this.random = simulation.random().split();
    this.store = simulation.connect();
    boolean ordered = simulation.flaw() != LetterFlaw.UNORDERED_DESK;
    SimulatedThread desk = new SimulatedThread(world, random.split(), ordered);
    this.replies = new SimulatedThread(world, random.split(), false);
    this.letters =
        Letters.simulated(
            Letters.store(documents()), simulation.letterOptions(), this, desk, replies);
    this.inside =
        new Inside(
            store,
            simulation.plan(),
            NO_LOAD,
            simulation.saved(),
            null,
            MOST_UNCHANGED_KEYS,
            letters,
            this::applier);
    this.next = resumed();
    world.at(world.nanos(), this::act);
  }

  private SimulatedDocuments documents() {
    return new SimulatedDocuments(
        simulation.documents(),
        random.split(),
        () -> random.nextInt(40) == 0 && simulation.takeRestart(),
        simulation.flaw(),
        replies::execute);
  }

  private Applier applier(ItemStore target) {
    DrivenApplier made =
        new DrivenApplier(
            target, options, ApplyListener.none(), letters.refusedWrites(), world, random.split());
    appliers.add(made);
    return made.applier();
  }

  /** The source begins at the checkpoint, or a little before it. */
  private int resumed() {
    return Math.max(1, simulation.checkpoint() + 1 - random.nextInt(3));
  }

  @Override
  public boolean mayWrite() {
    return true;
  }

  @Override
  public void failed(Problem problem) {
    if (problem.code().equals("DEAD-LETTERS-FULL")) {
      simulation.full();
    } else if (!SimulatedDocuments.isCut(problem)) {
      throw new AssertionError("halted without a reason: " + problem);
    }
    end();
  }

  boolean isOver() {
    return over;
  }

  long nextAlarm() {
    return over ? Long.MAX_VALUE : appliers.get(0).nextAlarm();
  }

  void work() {
    if (!over) {
      appliers.get(0).work();
    }
  }

  ApplyState state() {
    return inside.state();
  }

  int open() {
    return letters.count();
  }

  private void act() {
    if (over) {
      return;
    }
    if (random.nextInt(20) == 0 && simulation.takeRestart()) {
      end();
    } else if (random.nextInt(40) == 0) {
      parts.clear();
      next = resumed();
    } else {
      deliver();
    }
    if (!over && random.nextInt(3) == 0) {
      checkpoint().ifPresent(simulation::save);
    }
    if (simulation.checkpoint() == simulation.history().size()) {
      end();
    }
    world.at(world.nanos() + pause(), this::act);
  }

  private long pause() {
    int kind = random.nextInt(40);
    return kind == 0
        ? random.nextLong(80_000 * MILLI)
        : random.nextLong(kind < 10 ? 500 * MILLI : 10 * MILLI);
  }

  private void deliver() {
    if (parts.isEmpty() && next <= simulation.history().size()) {
      parts.addAll(simulation.history().sent(next++));
    }
    Transaction first = parts.peek();
    if (first != null && (!empties(first) || state().writes() == 0)) {
      parts.remove();
      simulation.sent(PeopleHistory.number(first.version()));
      deliver(first);
    }
  }

  /** What empties the table waits for what is under way, and here nobody would go on meanwhile. */
  private boolean empties(Transaction transaction) {
    return simulation.history().empties(PeopleHistory.number(transaction.version()));
  }

  private void deliver(Transaction transaction) {
    try {
      inside.deliver(List.of(transaction));
      SourcePosition position = transaction.position();
      if (position != null) {
        delivered = Optional.of(new Checkpoint(position, transaction.version(), 1));
      }
    } catch (LockstepException e) {
      failed(e.problem());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts", e);
    }
  }

  private Optional<Checkpoint> checkpoint() {
    return simulation.flaw() == LetterFlaw.EAGER_CHECKPOINT ? delivered : inside.checkpoint();
  }

  private void end() {
    over = true;
    store.crash();
    replies.shutdown();
    inside.close();
  }
}
