package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.config.CutoverConfig.Command;
import dev.lockstep.config.CutoverConfig.Hook;
import dev.lockstep.config.CutoverConfig.Shell;
import dev.lockstep.config.CutoverConfig.Sql;
import dev.lockstep.cutover.CutoverSteps.HookOutcome;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real programs of this machine as hooks. */
class HooksTest {
  private final List<String> executed = new ArrayList<>();

  private HookOutcome run(Hook hook, Duration limit) throws InterruptedException {
    Hooks hooks =
        new Hooks("shop", limit, List.of("pa55word"), (statements, most) -> execute(statements));
    return hooks.run(hook, "fence", "c-1");
  }

  private HookOutcome run(Hook hook) throws InterruptedException {
    return run(hook, Duration.ofSeconds(30));
  }

  private void execute(List<String> statements) {
    executed.addAll(statements);
    if (statements.contains("fails")) {
      throw failure("SOURCE-FAILED");
    }
    if (statements.contains("hangs")) {
      throw failure("SOURCE-TIMEOUT");
    }
  }

  private static LockstepException failure(String code) {
    return new LockstepException(
        Problem.error(Category.SOURCE, code, "the server says no", null, "Ask it."));
  }

  @Test
  void a_program_is_run_without_a_shell_and_what_it_says_is_kept() throws Exception {
    assertThat(run(new Command(List.of("echo", "$HOME", "*")))).isEqualTo(done("$HOME *"));
  }

  private static HookOutcome done(String said) {
    return new HookOutcome.Done(said);
  }

  @Test
  void a_line_is_for_a_shell_and_knows_pipeline_step_and_cutover() throws Exception {
    Hook line = new Shell("echo $LOCKSTEP_PIPELINE $LOCKSTEP_STEP $LOCKSTEP_CUTOVER; cat");
    assertThat(run(line)).isEqualTo(done("shop fence c-1"));
  }

  @Test
  void what_a_program_says_is_shortened_and_secrets_are_masked() throws Exception {
    HookOutcome outcome = run(new Shell("seq 1 100000; echo the pa55word is pa55word"));
    String said = String.valueOf(((HookOutcome.Done) outcome).said());
    assertThat(said).startsWith("…").endsWith("the *** is ***").hasSize(Hooks.KEPT_OUTPUT + 1);
  }

  @Test
  void a_program_that_fails_or_is_not_there_has_failed() throws Exception {
    assertThat(problem(run(new Shell("echo no route >&2; exit 3"))).what())
        .contains("exit code 3: no route");
    assertThat(problem(run(new Command(List.of("/no/such/program")))).code())
        .isEqualTo("HOOK-FAILED");
  }

  private static Problem problem(HookOutcome outcome) {
    return ((HookOutcome.Failed) outcome).problem();
  }

  @Test
  void nobody_knows_what_a_program_did_that_is_ended_for_its_time() throws Exception {
    HookOutcome outcome = run(new Shell("echo half; sleep 600"), Duration.ofMillis(500));
    assertThat(((HookOutcome.Unknown) outcome).problem().what()).contains("half");
  }

  @Test
  void statements_go_to_the_source_and_one_without_an_answer_is_in_doubt() throws Exception {
    assertThat(run(new Sql(List.of("one", "two")))).isEqualTo(new HookOutcome.Done(null));
    assertThat(executed).containsExactly("one", "two");
    assertThat(run(new Sql(List.of("fails")))).isInstanceOf(HookOutcome.Failed.class);
    assertThat(run(new Sql(List.of("hangs")))).isInstanceOf(HookOutcome.Unknown.class);
  }
}
