package dev.lockstep.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.mapping.AppliedChange;
import dev.lockstep.mapping.KeptChanges;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A pipeline with a flaw is found out within a few worlds. */
@Execution(ExecutionMode.CONCURRENT)
class OracleFlawsTest {
  private static final int WORLDS = 60;
  private static final int TRANSACTIONS = 50;

  @Test
  void a_mapper_that_sees_only_the_rows_after_a_transaction_is_found_out() {
    assertFound(
        new Flaw() {
          @Override
          public KeptChanges kept(KeptChanges kept) {
            return new KeptChanges(kept.applied(), kept.after(), kept.after());
          }
        });
  }

  @Test
  void a_mapper_that_is_not_told_what_a_row_was_is_found_out() {
    assertFound(
        new Flaw() {
          @Override
          public KeptChanges kept(KeptChanges kept) {
            List<AppliedChange> applied =
                kept.applied().stream()
                    .map(change -> new AppliedChange(change.key(), null, change.after()))
                    .toList();
            return new KeptChanges(applied, kept.before(), kept.after());
          }
        });
  }

  @Test
  void a_truncate_that_is_not_told_is_found_out() {
    assertFound(
        new Flaw() {
          @Override
          public NetTransaction net(NetTransaction net) {
            return new NetTransaction(net.transaction(), Set.of(), net.rows());
          }
        });
  }

  @Test
  void a_delete_that_is_lost_is_found_out() {
    assertFound(
        new Flaw() {
          @Override
          public boolean loses(ItemWrite write) {
            return write instanceof ItemWrite.Delete;
          }
        });
  }

  @Test
  void a_row_store_that_does_not_go_back_for_a_replay_is_found_out() {
    assertFound(
        new Flaw() {
          @Override
          public boolean goesBack() {
            return false;
          }
        });
  }

  @Test
  void an_action_that_is_neither_logged_nor_carried_out_is_found_out() {
    Flaw flaw =
        new Flaw() {
          @Override
          public boolean carriesOut() {
            return false;
          }
        };
    assertThat(
            LongStream.range(1, WORLDS)
                .anyMatch(s -> Trial.shows(Life.silent(s, TRANSACTIONS), flaw)))
        .as("some world shows the flaw")
        .isTrue();
  }

  @Test
  void a_limit_that_is_not_kept_is_found_out() {
    assertFoundInMapping("limit: 1\n", "limit: 2\n");
  }

  @Test
  void an_order_that_is_turned_round_is_found_out() {
    assertFoundInMapping(" desc\"", "\"");
  }

  @Test
  void a_condition_that_is_ignored_is_found_out() {
    assertFoundInMapping("where: \"", "where: \"true || ");
  }

  private static void assertFoundInMapping(String written, String read) {
    assertFound(
        new Flaw() {
          @Override
          public String mapping(String yaml) {
            return yaml.replace(written, read);
          }
        });
  }

  private static void assertFound(Flaw flaw) {
    assertThat(
            LongStream.range(1, WORLDS)
                .anyMatch(s -> Trial.shows(Life.make(s, TRANSACTIONS), flaw)))
        .as("some world shows the flaw")
        .isTrue();
  }
}
