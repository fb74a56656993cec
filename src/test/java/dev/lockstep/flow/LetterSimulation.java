package dev.lockstep.flow;

import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.ApplyState;
import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.apply.Replay;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.InMemoryDocuments;
import dev.lockstep.flow.PeopleHistory.Manner;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.simulation.FaultyStore;
import dev.lockstep.simulation.Weather;
import dev.lockstep.simulation.World;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One seed's world: all transactions, through crashes, halts, repeats and bad weather. */
final class LetterSimulation {
  private static final Duration HORIZON = Duration.ofSeconds(60);
  private static final int MAX_STEPS = 100_000;

  private final LetterFlaw flaw;
  private final SplittableRandom random;
  private final World world = new World();
  private final PeopleHistory history;
  private final MappingPlan plan;
  private final InMemoryItemStore items = new InMemoryItemStore(People.TARGET);
  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final LetterAudit audit;
  private final FaultyStore.Server server = new FussyServer(items);
  private final Weather weather;
  private Optional<Checkpoint> saved = Optional.empty();
  private int sent;
  private int restarts;
  private int most;

  /**
   * @param plans of mappings, which take longer to make than most lives
   */
  LetterSimulation(long seed, LetterFlaw flaw, Map<String, MappingPlan> plans) {
    this.flaw = flaw;
    this.random = new SplittableRandom(seed);
    this.history =
        new PeopleHistory(
            random.split(), Manner.of(random), 1 + random.nextInt(6), 5 + random.nextInt(40));
    this.plan = plans.computeIfAbsent(history.manner().mapping(), People::plan);
    this.audit = new LetterAudit(history, items, documents);
    this.weather = Weather.of(random.split(), HORIZON.toNanos());
    this.restarts = random.nextInt(8);
    this.most = random.nextInt(4) == 0 ? 1 : 100;
  }

  /**
   * Runs to the end.
   *
   * @throws AssertionError if something does not hold
   */
  void run() {
    Replay replay = Replay.none();
    while (checkpoint() < history.size()) {
      live(new LetterLife(this, options(replay)));
      replay = new Replay(history.through(sent), HORIZON);
    }
    while (world.step(Long.MAX_VALUE)) {
      // What is late arrives.
    }
    audit.require(history.size(), history.size());
    audit.requireNoTombstones();
  }

  /** One process from start to its end. */
  private void live(LetterLife life) {
    int steps = 0;
    int allowed = Math.max(most, life.open());
    while (!life.isOver()) {
      long alarm = life.nextAlarm();
      boolean stepped = world.step(alarm);
      require(stepped || alarm < Long.MAX_VALUE, "nothing will ever happen any more");
      world.moveTo(stepped ? world.nanos() : alarm);
      life.work();
      ApplyState state = life.state();
      require(life.isOver() || state.failure().isEmpty(), "halted: " + state.failure());
      require(life.open() <= allowed, "more letters than may be open");
      require(++steps < MAX_STEPS, "no end in sight");
    }
    world.moveTo(world.nanos() + random.nextLong(random.nextBoolean() ? 10 : 70_000_000_000L));
  }

  private ApplyOptions options(Replay replay) {
    return ApplyOptions.defaults()
        .with(replay)
        .with(new ApplyOptions.Retry(Duration.ofMillis(20), Duration.ofSeconds(2), Duration.ZERO))
        .withLateWriteHorizon(HORIZON);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** The checkpoint is durable now: what it covers has to be in the target, or set aside. */
  void save(Checkpoint checkpoint) {
    int number = PeopleHistory.number(checkpoint.version());
    if (number > checkpoint()) {
      saved = Optional.of(checkpoint);
      audit.require(number, sent);
    }
  }

  Optional<Checkpoint> saved() {
    return saved;
  }

  /** The transaction that the checkpoint covers; 0 before there is one. */
  int checkpoint() {
    return saved.map(Checkpoint::version).map(PeopleHistory::number).orElse(0);
  }

  /** This transaction is under way now, or a part of it. */
  void sent(int transaction) {
    sent = Math.max(sent, transaction);
  }

  /** The pipeline halted for too many letters, and its operator allows some more. */
  void full() {
    most += 2;
  }

  /** Whether the process may go down once more; counts it. */
  boolean takeRestart() {
    return restarts-- > 0;
  }

  DeadLetters.Options letterOptions() {
    return new DeadLetters.Options(
        true, most, key -> Optional.of("person"), UntilAnswered.atOnce());
  }

  FaultyStore connect() {
    return new FaultyStore(world, server, random.split(), weather);
  }

  LetterFlaw flaw() {
    return flaw;
  }

  World world() {
    return world;
  }

  SplittableRandom random() {
    return random;
  }

  PeopleHistory history() {
    return history;
  }

  MappingPlan plan() {
    return plan;
  }

  InMemoryDocuments documents() {
    return documents;
  }
}
