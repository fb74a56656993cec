package dev.lockstep.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.checkpoint.LeaseCore.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two or three contenders over one control table, in simulated time. Requests and answers are
 * delayed and lost, requests land after their sender gave up on them, contenders freeze (as after
 * SIGSTOP) and die, and each has a clock of its own with its own origin and speed.
 */
final class LeaseSimulationTest {
  private static final int HISTORIES = 1_500;
  private static final long SECOND = 1_000_000_000L;
  private static final long LEASE = 12 * SECOND;

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void two_contenders_never_believe_at_once_that_they_may_write(int contenders) {
    long first = new Random().nextLong();
    int handovers = 0;
    for (long seed = first; seed < first + HISTORIES; seed++) {
      World world = new World(seed, contenders, true);
      world.run(40 * LEASE);
      handovers += world.handovers;
    }
    assertThat(handovers).as("handovers from seed %d on", first).isGreaterThan(HISTORIES);
  }

  @Test
  void after_a_death_somebody_else_writes_within_two_lease_times() {
    long first = new Random().nextLong();
    for (long seed = first; seed < first + HISTORIES; seed++) {
      World world = new World(seed, 3, false);
      world.run(2 * LEASE + world.random.nextInt((int) (LEASE / 1_000)) * 1_000L);
      Contender dead = world.writer().orElseThrow();
      dead.dead = true;
      long diedAt = world.now;
      world.runUntil(() -> world.writer().filter(w -> w != dead).isPresent(), diedAt + 2 * LEASE);
      assertThat(world.writer()).as("seed %d", seed).isPresent().isNotEqualTo(Optional.of(dead));
    }
  }

  @Test
  void in_quiet_times_the_first_owner_stays_and_may_write_all_the_time() {
    long first = new Random().nextLong();
    for (long seed = first; seed < first + 200; seed++) {
      World world = new World(seed, 3, false);
      world.run(2 * LEASE);
      Contender owner = world.writer().orElseThrow();
      for (int i = 0; i < 100; i++) {
        world.run(LEASE / 7);
        assertThat(world.writer()).as("seed %d", seed).contains(owner);
      }
      assertThat(owner.core.generation()).as("seed %d", seed).contains(1L);
    }
  }

  /** Something that happens; those of the same time happen in the order in which they were made. */
  private record Event(long time, long order, Runnable action) {}

  /** All contenders, the table and the network, in one real time. */
  private static final class World {
    final Random random;
    final ControlStore store = new InMemoryControlStore();
    final List<Contender> contenders;
    private final long seed;
    private final boolean hostile;
    private final PriorityQueue<Event> events =
        new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::order));
    private long order;
    private long lastGeneration;
    long now;
    int handovers;

    World(long seed, int count, boolean hostile) {
      this.seed = seed;
      this.random = new Random(seed);
      this.hostile = hostile;
      this.contenders =
          IntStream.range(0, count).mapToObj(i -> new Contender(this, "c" + i)).toList();
      contenders.forEach(contender -> at(random.nextInt(1_000), contender::act));
    }

    void at(long time, Runnable action) {
      events.add(new Event(time, order++, action));
    }

    void run(long span) {
      runUntil(() -> false, now + span);
    }

    void runUntil(Supplier<Boolean> done, long end) {
      while (!done.get() && !events.isEmpty() && events.element().time() <= end) {
        Event event = events.remove();
        now = event.time();
        event.action().run();
        check();
      }
      now = done.get() ? now : end;
    }

    private void check() {
      List<Contender> writers = contenders.stream().filter(Contender::believes).toList();
      if (writers.size() > 1) {
        fail("seed %d at %d ns: more than one may write", seed, now);
      }
      long generation = store.read("p").map(PipelineRecord::generation).orElse(0L);
      handovers += generation > lastGeneration && lastGeneration > 0 ? 1 : 0;
      lastGeneration = generation;
    }

    Optional<Contender> writer() {
      return contenders.stream().filter(c -> !c.dead && c.believes()).findFirst();
    }

    /** Usually some milliseconds; in hostile times now and then longer than a lease. */
    long delay() {
      boolean slow = hostile && random.nextInt(20) == 0;
      return random.nextInt(slow ? (int) (LEASE * 2 / 1_000) : 20_000) * 1_000L;
    }

    boolean loses() {
      return hostile && random.nextInt(12) == 0;
    }
  }

  /** One daemon: a core, a clock, and at most one request on its way. */
  private static final class Contender {
    private static final long PATIENCE = 3 * SECOND;

    private final World world;
    private final long origin;
    private final double speed;
    private final String name;
    Owner owner;
    LeaseCore core;
    boolean dead;
    private int lives;
    private long frozenUntil;

    Contender(World world, String name) {
      this.world = world;
      this.origin = world.random.nextLong();
      this.speed = 0.96 + world.random.nextDouble() * 0.08;
      this.name = name;
      this.owner = new Owner(name + ".0", name);
      this.core = new LeaseCore(owner, Duration.ofNanos(LEASE));
    }

    boolean believes() {
      return core.mayWrite(clock());
    }

    long clock() {
      return origin + (long) (world.now * speed);
    }

    /** Runs now, or when the process is thawed; never if it died or was restarted meanwhile. */
    private void awake(Runnable action) {
      int life = lives;
      if (world.now < frozenUntil) {
        world.at(frozenUntil, () -> resume(life, action));
      } else {
        resume(life, action);
      }
    }

    private void resume(int life, Runnable action) {
      if (!dead && life == lives) {
        action.run();
      }
    }

    private void later(long delay, Runnable action) {
      int life = lives;
      world.at(world.now + delay, () -> awakeIf(life, action));
    }

    private void awakeIf(int life, Runnable action) {
      if (life == lives) {
        awake(action);
      }
    }

    void act() {
      maybeFreeze();
      awake(this::step);
    }

    private void maybeFreeze() {
      if (world.hostile && world.random.nextInt(60) == 0) {
        frozenUntil = world.now + world.random.nextInt((int) (LEASE * 3 / 1_000)) * 1_000L;
      }
    }

    private void step() {
      Owner self = owner;
      Step step = core.next(clock());
      if (step instanceof Step.Wait wait) {
        later((long) (wait.nanos() / speed) + 1, this::act);
      } else if (step instanceof Step.Read) {
        ask(() -> world.store.read("p"), read -> core.read(read, clock()));
      } else if (step instanceof Step.Acquire acquire) {
        ask(() -> world.store.acquire("p", self, acquire.seen(), Instant.EPOCH), core::acquired);
      } else if (step instanceof Step.Renew renew) {
        ask(() -> world.store.renew("p", renew.generation(), Instant.EPOCH), core::renewed);
      } else {
        startAgain();
      }
    }

    private void startAgain() {
      lives++;
      owner = new Owner(name + "." + lives, name);
      core = new LeaseCore(owner, Duration.ofNanos(LEASE));
      later(world.random.nextInt(5) * SECOND, this::act);
    }

    /** The request lands, or not; the answer arrives, or not; the asker waits only so long. */
    private <T> void ask(Supplier<T> request, Consumer<T> answered) {
      boolean[] over = new boolean[1];
      if (!world.loses()) {
        world.at(world.now + world.delay(), () -> land(request, answered, over));
      }
      later(PATIENCE, () -> finish(over, () -> core.failed(clock())));
    }

    private <T> void land(Supplier<T> request, Consumer<T> answered, boolean[] over) {
      T answer = request.get();
      if (!world.loses()) {
        later(world.delay(), () -> finish(over, () -> answered.accept(answer)));
      }
    }

    private void finish(boolean[] over, Runnable event) {
      if (!over[0]) {
        over[0] = true;
        event.run();
        act();
      }
    }
  }
}
