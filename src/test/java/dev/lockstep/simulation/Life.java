package dev.lockstep.simulation;

import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.ApplyState;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.apply.SimulatedApplier;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemWrite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One process: loads if there is no checkpoint, then streams from it, until it stops or crashes.
 */
final class Life {
  private static final long MILLI = 1_000_000L;

  private final Simulation simulation;
  private final World world;
  private final SplittableRandom random;
  private final FaultyStore store;
  private final SimulatedApplier applier;
  private final boolean batches;
  private final Deque<List<ItemWrite>> slices = new ArrayDeque<>();
  private final Book book;
  private Phase phase;
  private int snapshot;
  private int next;
  private boolean swept;
  private boolean quiet;

  Life(Simulation simulation, ApplyOptions options) {
    this.simulation = simulation;
    this.world = simulation.world();
    this.random = simulation.random().split();
    this.store = simulation.connect();
    this.applier =
        new SimulatedApplier(store, options, Simulation.alarmed(), world, random.split());
    this.batches = random.nextBoolean();
    this.book = new Book(simulation.saved(), simulation::has, simulation::save);
    this.next = resumed();
    this.phase = Phase.STREAMING;
    if (simulation.checkpoint() < 0) {
      beginLoad();
    }
    world.at(world.nanos(), this::act);
  }

  private enum Phase {
    LOADING,
    SWEEPING,
    STREAMING,
    STOPPING,
    OVER
  }

  /** The source begins at the checkpoint, or a little before it. */
  private int resumed() {
    return Math.max(1, simulation.checkpoint() + 1 - random.nextInt(3));
  }

  private void beginLoad() {
    simulation.commit(simulation.committed() + random.nextInt(3));
    snapshot = simulation.committed();
    next = snapshot + 1;
    slices.addAll(simulation.workload().snapshot(snapshot));
    applier.beginLoad(batches);
    phase = Phase.LOADING;
  }

  boolean isOver() {
    return phase == Phase.OVER;
  }

  /** Whether it stopped and left nothing that may arrive late. */
  boolean isQuiet() {
    return quiet;
  }

  long nextAlarm() {
    return isOver() ? Long.MAX_VALUE : applier.nextAlarm();
  }

  void work() {
    if (!isOver()) {
      applier.work();
    }
  }

  ApplyState state() {
    return applier.state();
  }

  /** Does the next thing that the process does of its own, and comes back later. */
  private void act() {
    if (isOver()) {
      return;
    }
    if (mayGoDown() && random.nextInt(15) == 0 && simulation.takeRestart()) {
      goDown();
    } else if (phase == Phase.LOADING) {
      load();
    } else if (phase == Phase.SWEEPING) {
      sweep();
    } else if (phase == Phase.STREAMING) {
      stream();
    } else {
      stopIfDrained();
    }
    world.at(world.nanos() + pause(), this::act);
  }

  private boolean mayGoDown() {
    return phase != Phase.STOPPING;
  }

  private long pause() {
    int kind = random.nextInt(40);
    return kind == 0
        ? random.nextLong(80_000 * MILLI)
        : random.nextLong(kind < 10 ? 500 * MILLI : 10 * MILLI);
  }

  private void goDown() {
    if (random.nextBoolean() || phase != Phase.STREAMING) {
      end(false);
    } else {
      applier.setPaused(false);
      phase = Phase.STOPPING;
    }
  }

  private void end(boolean isQuiet) {
    phase = Phase.OVER;
    quiet = isQuiet;
    store.crash();
  }

  private void stopIfDrained() {
    if (applier.hasTakenAll() && state().writes() == 0) {
      end(state().quiet());
    }
  }

  private void load() {
    if (!slices.isEmpty()) {
      if (applier.hasTakenAll()) {
        List<ItemWrite> slice = slices.remove();
        submit(Transaction.Kind.SNAPSHOT, snapshot, snapshotVersion(), slice);
      }
    } else if (isLoaded()) {
      applier.endLoad();
      phase = Phase.SWEEPING;
    }
  }

  private boolean isLoaded() {
    ApplyState state = state();
    boolean late = !simulation.has(Flaw.HASTY_STREAMING) && !state.lateBatches().isZero();
    return applier.hasTakenAll() && state.writes() == 0 && !late && state.lateWrites().isZero();
  }

  private void sweep() {
    if (swept) {
      return;
    }
    swept = true;
    List<ItemWrite> deletes = new ArrayList<>();
    Version version = snapshotVersion();
    for (String table : List.of(Workload.TABLE_A, Workload.TABLE_B)) {
      store.scan(table, item -> sweep(item, version, deletes));
    }
    phase = Phase.STREAMING;
    submit(Transaction.Kind.SNAPSHOT_END, snapshot, version, deletes);
  }

  private static void sweep(StoredItem item, Version version, List<ItemWrite> deletes) {
    if (version.isAfter(Version.parse(item.version()).orElseThrow())) {
      deletes.add(new ItemWrite.Delete(item.item().key(), version, 1));
    }
  }

  private void stream() {
    int kind = random.nextInt(60);
    if (kind == 0 && simulation.checkpoint() >= 0) {
      rewind();
    } else if (kind <= 2) {
      applier.setPaused(random.nextBoolean());
    }
    if (applier.hasTakenAll() && next <= simulation.workload().size()) {
      simulation.commit(next + random.nextInt(3));
      List<ItemWrite> writes = simulation.workload().writes(next);
      submit(Transaction.Kind.STREAM, next, simulation.workload().version(next), writes);
      next++;
    } else if (simulation.checkpoint() == simulation.workload().size()) {
      end(false);
    } else {
      applier.setPaused(false);
    }
  }

  /**
   * The source is restarted within the process and repeats itself; a submission may break off by
   * that.
   */
  private void rewind() {
    if (!applier.hasTakenAll()) {
      applier.breakOff();
      book.abandon();
    }
    next = resumed();
  }

  private void submit(Transaction.Kind kind, int number, Version version, List<ItemWrite> writes) {
    book.track(kind, number, version, writes.size())
        .ifPresent(acknowledgement -> applier.submit(writes, acknowledgement));
  }

  private Version snapshotVersion() {
    return simulation.workload().snapshotVersion(snapshot);
  }
}
