package dev.lockstep.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cutover.RehearsalSteps.Healed;
import dev.lockstep.problem.LockstepException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rehearsals in which every step may fail, take too long or be broken off by a crash. */
class RehearsalSimulationTest {
  private static final int SEEDS = 400;
  private static final int MOST_LIVES = 60;

  @Test
  void whatever_happens_a_rehearsal_ends_healed_or_does_not_begin() {
    Map<RehearsalStatus, Integer> ends = new EnumMap<>(RehearsalStatus.class);
    LongStream.range(0, SEEDS).forEach(seed -> ends.merge(simulate(seed), 1, Integer::sum));
    assertThat(ends).containsOnlyKeys(RehearsalStatus.ENDED, RehearsalStatus.FAILED);
    assertThat(ends.values()).allMatch(count -> count > SEEDS / 10);
  }

  private static RehearsalStatus simulate(long seed) {
    Luck luck = new Luck(seed);
    Team team = new Team(luck);
    StateStore<Rehearsal> store = StateStore.rehearsal(new UnluckyDocuments(luck), "shop");
    for (int life = 0; life < MOST_LIVES; life++) {
      try {
        Rehearsal rehearsal = live(luck, team, store, life > 0);
        if (rehearsal.status().isOver()) {
          team.check(rehearsal);
          return rehearsal.status();
        }
      } catch (Luck.Crash e) {
        team.drained = false;
      } catch (AssertionError | InterruptedException | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    throw new AssertionError("it never ends: seed " + seed + ", " + store.read());
  }

  private static Rehearsal live(Luck luck, Team team, StateStore<Rehearsal> store, boolean again)
      throws InterruptedException {
    if (store.read().isEmpty()) {
      begin(store);
    }
    RehearsalRunner runner =
        new RehearsalRunner(team, store, store.read().orElseThrow(), luck, () -> {});
    if (again) {
      runner.resume();
    }
    runner.run();
    for (int i = 0; i < 20 && !runner.state().status().isOver(); i++) {
      team.plays();
      assertThat(runner.end()).isTrue();
      runner.run();
    }
    return runner.state();
  }

  private static void begin(StateStore<Rehearsal> store) {
    try {
      store.replace(0, RehearsalCore.begin("1", "me", Duration.ofMinutes(1)));
    } catch (LockstepException e) {
      throw new Luck.Crash();
    }
  }

  /** A team that writes to the target while the pipeline is paused. */
  private static final class Team implements RehearsalSteps {
    private final Luck luck;
    private boolean drained;
    private boolean paused;
    private int strange;

    Team(Luck luck) {
      this.luck = luck;
    }

    void plays() {
      strange += paused ? 3 : 0;
    }

    private void around(Runnable effect) {
      luck.crash();
      luck.fail("before the effect");
      effect.run();
      luck.crash();
      luck.fail("after the effect");
    }

    @Override
    public String mark() {
      around(() -> {});
      return "1";
    }

    @Override
    public String drain(String marker, CutoverSteps.Limit limit) {
      around(limit::check);
      drained = true;
      return "drained";
    }

    @Override
    public String verify(CutoverSteps.Limit limit) {
      assertThat(drained).as("drained").isTrue();
      around(limit::check);
      return "0 differences";
    }

    /** One that fails leaves nothing paused. */
    @Override
    public String pause(Rehearsal rehearsal) {
      try {
        around(() -> paused = true);
      } catch (LockstepException e) {
        paused = false;
        throw e;
      }
      return "0/1";
    }

    @Override
    public long resume(Rehearsal rehearsal) {
      around(() -> paused = false);
      return 7;
    }

    @Override
    public String catchUp() {
      assertThat(paused).as("paused").isFalse();
      around(() -> {});
      return "caught up";
    }

    @Override
    public Healed heal() {
      assertThat(paused).as("paused").isFalse();
      int found = strange;
      around(() -> strange = luck.chance(20) ? Math.min(found, 1) : 0);
      return new Healed(10, found - strange, strange);
    }

    void check(Rehearsal rehearsal) {
      assertThat(paused).as("paused").isFalse();
      assertThat(strange).as("differences").isZero();
      if (rehearsal.status() == RehearsalStatus.ENDED) {
        assertThat(rehearsal.pausedSeconds()).isPresent();
        assertThat(rehearsal.catchUpSeconds()).isPresent();
        assertThat(rehearsal.figures().left()).isZero();
        assertThat(rehearsal.failure()).isNull();
      }
    }
  }
}
