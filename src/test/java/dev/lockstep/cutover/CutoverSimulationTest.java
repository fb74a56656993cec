package dev.lockstep.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Cutovers in which every step, and every record of one, may fail, take too long or be broken off
 * by a crash, before and after its effect, while operators change their minds.
 */
class CutoverSimulationTest {
  private static final int SEEDS = 400;
  private static final int MOST_LIVES = 60;

  @Test
  void whatever_happens_a_cutover_ends_whole_or_taken_back() {
    Map<CutoverStatus, Integer> ends = new EnumMap<>(CutoverStatus.class);
    LongStream.range(0, SEEDS).forEach(seed -> ends.merge(simulate(seed), 1, Integer::sum));
    assertThat(ends).containsOnlyKeys(CutoverStatus.CUT_OVER, CutoverStatus.ROLLED_BACK);
    assertThat(ends.values()).allMatch(count -> count > SEEDS / 10);
  }

  private static CutoverStatus simulate(long seed) {
    try {
      return new Play(seed).play();
    } catch (AssertionError | InterruptedException | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  /** One cutover, through as many processes as it takes. */
  private static final class Play {
    private final Luck luck;
    private final UnluckyDocuments documents;
    private final SimulatedCutover world;
    private final boolean idempotent;
    private final CutoverCore core;
    private final StateStore<Cutover> store;

    Play(long seed) {
      luck = new Luck(seed);
      documents = new UnluckyDocuments(luck);
      world = new SimulatedCutover(luck);
      idempotent = luck.chance(30);
      core = new CutoverCore(idempotent);
      store = StateStore.cutover(documents, "shop");
    }

    CutoverStatus play() throws InterruptedException {
      for (int life = 0; life < MOST_LIVES; life++) {
        try {
          Cutover cutover = live(life > 0);
          if (cutover.status().isOver()) {
            check(cutover);
            return cutover.status();
          }
        } catch (Luck.Crash e) {
          world.crashed();
        }
      }
      throw new AssertionError("it never ends: " + store.read());
    }

    private Cutover live(boolean again) throws InterruptedException {
      if (store.read().isEmpty()) {
        begin();
      }
      CutoverRunner runner =
          new CutoverRunner(core, world, store, store.read().orElseThrow(), luck, () -> {});
      if (again) {
        runner.resume(world.recorded);
      }
      if (luck.chance(5)) {
        runner.say((cutover, now) -> CutoverCore.aborted(cutover, "an operator", now));
      }
      Cutover cutover = runner.run();
      while (cutover.status().isWaiting()) {
        speak(runner);
        cutover = runner.run();
      }
      return cutover;
    }

    private void begin() {
      CutoverRequest request = new CutoverRequest("me", VerifyScope.SAMPLE, false, 60_000);
      try {
        store.replace(0, CutoverCore.begin("1", request));
      } catch (dev.lockstep.problem.LockstepException e) {
        throw new Luck.Crash();
      }
    }

    private void speak(CutoverRunner runner) throws InterruptedException {
      boolean done =
          switch ((int) (luck.instant().toEpochMilli() % 3)) {
            case 0 -> runner.say((cutover, now) -> CutoverCore.aborted(cutover, "me", now));
            case 1 -> runner.say((cutover, now) -> CutoverCore.switched(cutover, "me", now));
            default -> runner.say((cutover, now) -> CutoverCore.switchAgain(cutover));
          };
      assertThat(done || runner.state().status() == CutoverStatus.UNFENCE_FAILED).isTrue();
    }

    private void check(Cutover cutover) {
      if (cutover.status() == CutoverStatus.CUT_OVER) {
        assertThat(world.recorded).as("recorded").isTrue();
        assertThat(world.fenced).as("fenced").isTrue();
        assertThat(world.switches).as("switched").isPositive();
        assertThat(world.missing()).as("writes that did not arrive").satisfies(this::fewIfLeaky);
        assertThat(cutover.writeDowntimeSeconds()).isPresent();
      } else {
        assertThat(world.recorded).as("recorded").isFalse();
        assertThat(world.fenced).as("fenced").isFalse();
        assertThat(cutover.failure()).as("a reason").isNotNull();
      }
      if (!idempotent) {
        assertThat(world.fences).as("fences").isLessThanOrEqualTo(1);
      }
      assertThat(cutover.steps())
          .allMatch(step -> step.endedMillis() != null)
          .isSortedAccordingTo((a, b) -> Long.compare(a.startedMillis(), b.startedMillis()));
    }

    /** Behind a fence that holds, none; a leak after the seal is what nobody can see. */
    private void fewIfLeaky(long missing) {
      if (!world.isLeaky()) {
        assertThat(missing).isZero();
      }
    }
  }
}
