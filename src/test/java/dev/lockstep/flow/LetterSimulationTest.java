package dev.lockstep.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.mapping.MappingPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bad rows are set aside, and nothing else is, in hundreds of bad worlds: processes crash between
 * any two steps, the source repeats itself in other parts, the target refuses writes. It would be
 * caught if it were not so.
 */
@Execution(ExecutionMode.CONCURRENT)
class LetterSimulationTest {
  private static final long SEEDS = 500;

  private final Map<String, MappingPlan> plans = new HashMap<>();

  @Test
  void letters_are_those_of_the_bad_rows_and_items_those_of_the_good_ones_whatever_happens() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_pipeline_with_a_flaw_is_caught(LetterFlaw flaw) {
    OptionalLong caught =
        LongStream.rangeClosed(1, SEEDS).filter(seed -> isCaught(seed, flaw)).findFirst();
    assertThat(caught).as("a seed that catches %s", flaw).isPresent();
  }

  private boolean isCaught(long seed, LetterFlaw flaw) {
    try {
      new LetterSimulation(seed, flaw, plans).run();
      return false;
    } catch (AssertionError e) {
      return true;
    }
  }

  private void run(long seed) {
    try {
      new LetterSimulation(seed, LetterFlaw.NONE, plans).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + " (LetterSimulationTest): " + e.getMessage(), e);
    }
  }
}
