package dev.lockstep.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.CutoverStatus;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.cutover.RehearsalStatus;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.SettablePipeline;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be asked of a pipeline in a handover, and why not. */
class ActionsTest {
  private static final Set<String> OFFERED = Set.of("/rehearsal", "/cutover");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "possible",
      value = {
        "RUNNING, a cutover is running, possible",
        "SWITCHING, a cutover is switching, 'it is too late, traffic is being switched'",
        "SWITCH_UNKNOWN, a cutover is switch unknown, possible",
        "CUT_OVER, it is cut over already, 'it is too late, traffic was switched'",
        "ROLLING_BACK, a cutover is rolling back, it is being taken back",
        "UNFENCE_FAILED, a cutover is unfence failed, possible",
        "ROLLED_BACK, possible, there is no cutover under way",
        "REOPENED, possible, there is no cutover under way"
      })
  void inACutover(CutoverStatus status, @Nullable String begin, @Nullable String abort) {
    Map<String, @Nullable String> actions = actions(cutover(status.label()), null);

    assertThat(actions)
        .containsEntry("cutover", begin)
        .containsEntry("rehearsal-begin", begin)
        .containsEntry("cutover-abort", abort)
        .containsEntry("rehearsal-end", "there is no rehearsal");
    assertThat(actions.containsKey("cutover-switched"))
        .isEqualTo(status == CutoverStatus.SWITCH_UNKNOWN);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "possible",
      value = {
        "BEGINNING, a rehearsal is beginning, the rehearsal is beginning",
        "RUNNING, a rehearsal is running, possible",
        "ENDING, a rehearsal is ending, the rehearsal is ending",
        "END_FAILED, a rehearsal is end failed, possible",
        "ENDED, possible, there is no rehearsal",
        "FAILED, possible, there is no rehearsal"
      })
  void inARehearsal(RehearsalStatus status, @Nullable String begin, @Nullable String end) {
    assertThat(actions(null, rehearsal(status.label())))
        .containsEntry("cutover", begin)
        .containsEntry("rehearsal-begin", begin)
        .containsEntry("rehearsal-end", end);
  }

  private static Map<String, @Nullable String> actions(
      @Nullable CutoverReport cutover, @Nullable RehearsalReport rehearsal) {
    PipelineStatus status = SettablePipeline.inHandover(rehearsal, cutover);
    return Actions.in(status, Role.OPERATE, OFFERED);
  }

  private static CutoverReport cutover(String status) {
    return new CutoverReport(
        "1", "ann", "sample", status, "drain", null, null, null, null, null, List.of());
  }

  private static RehearsalReport rehearsal(String status) {
    return new RehearsalReport(
        "1", "ann", status, "pause", null, null, null, null, null, null, null, null, null,
        List.of());
  }
}
