package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The applier holds its promises in thousands of bad worlds, and would be caught if it did not. */
@Execution(ExecutionMode.CONCURRENT)
class SimulationTest {
  private static final long SEEDS = 4_000;

  @Test
  void items_equal_the_source_whatever_happens_on_the_way() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed, Flaw.NONE);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_pipeline_with_a_flaw_is_caught(Flaw flaw) {
    OptionalLong caught =
        LongStream.rangeClosed(1, SEEDS).filter(seed -> isCaught(seed, flaw)).findFirst();
    assertThat(caught).as("a seed that catches %s", flaw).isPresent();
  }

  private static boolean isCaught(long seed, Flaw flaw) {
    try {
      new Simulation(seed, flaw).run();
      return false;
    } catch (AssertionError e) {
      return true;
    }
  }

  private static void run(long seed, Flaw flaw) {
    try {
      new Simulation(seed, flaw).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + " (SimulationTest): " + e.getMessage(), e);
    }
  }
}
