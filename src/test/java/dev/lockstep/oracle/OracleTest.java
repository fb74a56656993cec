package dev.lockstep.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whatever the schema, the mapping and the transactions, and however these reach the pipeline: the
 * items are those that the rows should have.
 */
@Execution(ExecutionMode.CONCURRENT)
class OracleTest {
  private static final int TRANSACTIONS = 50;

  @Test
  void the_items_are_a_function_of_the_rows() {
    Play.Findings findings = new Play.Findings();
    for (long seed = 1; findings.transactions < 10_000; seed++) {
      findings.add(Trial.of(Life.make(seed, TRANSACTIONS)));
    }
    assertThat(findings.badWorlds).as("worlds that ended at a bad row").isZero();
    assertThat(5 * findings.needless)
        .as("writes of items that are as they were, of %s", findings)
        .isLessThan(findings.writes);
  }

  @Test
  void the_items_are_a_function_of_the_rows_also_of_those_that_change_without_a_log() {
    Play.Findings findings = new Play.Findings();
    for (long seed = 700_000; findings.transactions < 5_000; seed++) {
      findings.add(Trial.of(Life.silent(seed, TRANSACTIONS)));
    }
    assertThat(findings.badWorlds).as("worlds that ended at a bad row").isZero();
    assertThat(findings.unlogged).as("changes that were not logged").isGreaterThan(2_000);
  }

  @Test
  void the_items_are_a_function_of_the_rows_that_are_kept_on_disk(@TempDir Path folder) {
    for (long seed = 500_000; seed < 500_004; seed++) {
      Path data = folder.resolve("seed-" + seed);
      Trial.of(Life.make(seed, TRANSACTIONS), () -> Stores.onDisk(data), Flaw.NONE);
    }
  }

  @Test
  void the_rows_that_make_no_item_are_told() {
    Play.Findings findings = new Play.Findings();
    for (long seed = 900_000; seed < 900_060; seed++) {
      findings.add(Trial.of(Life.wild(seed, TRANSACTIONS)));
    }
    assertThat(findings.badWorlds).as("worlds that ended at a bad row").isGreaterThan(10);
  }
}
