package dev.lockstep.simulation;

import dev.lockstep.apply.ApplyListener;
import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.ApplyState;
import dev.lockstep.apply.Replay;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** One seed's world: a load, then all transactions, through crashes, stops and bad weather. */
final class Simulation {
  static final Duration HORIZON = Duration.ofSeconds(60);
  private static final int MAX_STEPS = 100_000;

  private final Flaw flaw;
  private final SplittableRandom random;
  private final World world = new World();
  private final Workload workload;
  private final WatchedServer server;
  private final Weather weather;
  private final ApplyOptions.Limits limits;
  private Optional<Checkpoint> saved = Optional.empty();
  private int committed;
  private int restarts;

  Simulation(long seed, Flaw flaw) {
    this.flaw = flaw;
    this.random = new SplittableRandom(seed);
    this.workload = new Workload(random.split(), 1 + random.nextInt(8), 5 + random.nextInt(40));
    this.server = new WatchedServer(workload, () -> committed, flaw == Flaw.UNCONDITIONAL_PUTS);
    this.weather = Weather.of(random.split(), HORIZON.toNanos());
    this.limits =
        new ApplyOptions.Limits(
            1 + random.nextInt(8),
            1 + random.nextInt(12),
            100 + random.nextInt(2000),
            1 + random.nextInt(6),
            1 + random.nextInt(8));
    this.restarts = random.nextInt(5);
  }

  /**
   * Runs to the end.
   *
   * @throws AssertionError if something does not hold
   */
  void run() {
    Replay replay = Replay.none();
    while (checkpoint() < workload.size()) {
      replay = live(new Life(this, options(replay)));
    }
    letLateWritesArrive();
    require(server.items().contents().equals(workload.state(workload.size())), "the items differ");
    require(server.items().tombstones() == 0, "a tombstone is left");
  }

  /** One process from start to stop or crash. */
  private Replay live(Life life) {
    int steps = 0;
    while (!life.isOver()) {
      long alarm = life.nextAlarm();
      boolean stepped = world.step(alarm);
      require(stepped || alarm < Long.MAX_VALUE, "nothing will ever happen any more");
      world.moveTo(stepped ? world.nanos() : alarm);
      life.work();
      check(life.state());
      require(++steps < MAX_STEPS, "no end in sight");
    }
    world.moveTo(world.nanos() + random.nextLong(random.nextBoolean() ? 10 : 70_000_000_000L));
    return replayAfter(life.isQuiet());
  }

  private Replay replayAfter(boolean quiet) {
    boolean unguarded = quiet || flaw == Flaw.NO_REPLAY_GUARD;
    Version through =
        flaw == Flaw.FORGOTTEN_REPEATS ? Replay.none().through() : workload.through(committed);
    return new Replay(through, unguarded ? Duration.ZERO : HORIZON);
  }

  private ApplyOptions options(Replay replay) {
    return ApplyOptions.defaults()
        .with(limits)
        .with(replay)
        .with(new ApplyOptions.Retry(Duration.ofMillis(20), Duration.ofSeconds(2), Duration.ZERO))
        .withWriteUnitsPerSecond(random.nextInt(3) == 0 ? 5 + random.nextInt(100) : 0)
        .withLateWriteHorizon(flaw == Flaw.NO_HORIZON ? Duration.ZERO : HORIZON);
  }

  private void check(ApplyState state) {
    require(state.failure().isEmpty(), () -> state.failure().orElseThrow().toString());
    require(state.inFlight() <= limits.maxInFlight(), "too many in flight");
    require(state.writes() <= limits.maxWrites(), "too many writes");
    require(state.bytes() <= limits.maxBytes() || state.writes() == 1, "too many bytes");
    require(
        state.tombstones() <= limits.maxTombstones() + limits.maxWrites(), "too many tombstones");
    require(state.keysInDoubt() <= limits.maxKeysInDoubt(), "too many keys in doubt");
    require(server.violations().isEmpty(), () -> server.violations().toString());
  }

  private void letLateWritesArrive() {
    while (world.step(Long.MAX_VALUE)) {
      require(server.violations().isEmpty(), () -> server.violations().toString());
    }
  }

  private static void require(boolean holds, String what) {
    require(holds, () -> what);
  }

  private static void require(boolean holds, Supplier<String> what) {
    if (!holds) {
      throw new AssertionError(what.get());
    }
  }

  void save(Checkpoint checkpoint) {
    int number = Book.number(checkpoint);
    require(number >= checkpoint(), "the checkpoint moved back");
    saved = Optional.of(checkpoint);
    server.checkpoint(number);
  }

  Optional<Checkpoint> saved() {
    return saved;
  }

  /** The transaction that the checkpoint covers; -1 before the load is complete. */
  int checkpoint() {
    return saved.map(Book::number).orElse(-1);
  }

  /** The source commits up to this transaction, if it has not yet. */
  void commit(int transaction) {
    committed = Math.max(committed, Math.min(transaction, workload.size()));
  }

  int committed() {
    return committed;
  }

  /** Whether the process may go down once more; counts it. */
  boolean takeRestart() {
    return restarts-- > 0;
  }

  boolean has(Flaw other) {
    return flaw == other;
  }

  World world() {
    return world;
  }

  Workload workload() {
    return workload;
  }

  SplittableRandom random() {
    return random;
  }

  FaultyStore connect() {
    return new FaultyStore(world, server, random.split(), weather);
  }

  static ApplyListener alarmed() {
    return new ApplyListener() {
      @Override
      public void warned(Problem problem) {
        throw new AssertionError("warned without a reason: " + problem);
      }
    };
  }
}
