package dev.lockstep.daemon;

import dev.lockstep.config.CutoverConfig;
import dev.lockstep.cutover.Check;
import dev.lockstep.cutover.CutoverRequest;
import dev.lockstep.daemon.PipelineStatus.BudgetLevel;
import dev.lockstep.daemon.PipelineStatus.PauseBudget;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.VerifyMode;
import dev.lockstep.verify.VerifyReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is looked at before a cutover. */
final class CutoverChecks {
  /** Reports among which the last full one is looked for. */
  private static final int REPORTS = 50;

  private final CutoverConfig config;
  private final Ground ground;
  private final InstantSource clock;

  CutoverChecks(CutoverConfig config, Ground ground, InstantSource clock) {
    this.config = config;
    this.ground = ground;
    this.clock = clock;
  }

  /** All of it. */
  List<Check> look(boolean sourceIsFenced) {
    PipelineStatus status = ground.status();
    List<Check> checks = new ArrayList<>();
    checks.add(phase(status));
    checks.add(lag(status));
    checks.add(deadLetters(status));
    checks.add(fault(status));
    checks.add(tombstones());
    checks.add(verified());
    checks.add(fence(sourceIsFenced));
    return List.copyOf(checks);
  }

  /**
   * All of it must be good.
   *
   * @return in a few words, what was found
   * @throws LockstepException {@code CUTOVER-PREFLIGHT}
   */
  String require(CutoverRequest request) {
    List<Check> checks = look(request.sourceIsFenced());
    List<Check> bad = checks.stream().filter(check -> !check.good()).toList();
    if (!bad.isEmpty()) {
      throw new LockstepException(notReady(bad));
    }
    return checks.size() + " checks are good";
  }

  private static Problem notReady(List<Check> bad) {
    String what =
        String.join("; ", bad.stream().map(check -> check.name() + ": " + check.found()).toList());
    return Problem.error(
        Category.CONFIGURATION,
        "CUTOVER-PREFLIGHT",
        "the pipeline is not ready: " + what,
        null,
        bad.get(0).remedy());
  }

  private static Check phase(PipelineStatus status) {
    return check(
        "phase",
        status.phase() == Phase.STREAMING,
        status.phase().label(),
        "Wait until the pipeline streams; resume it if it is paused.");
  }

  private static Check check(String name, boolean good, String found, String remedy) {
    return good ? Check.good(name, found) : Check.bad(name, found, remedy);
  }

  private Check lag(PipelineStatus status) {
    double most = config.maxLag().toMillis() / 1e3;
    return check(
        "lag",
        status.lag().seconds() <= most,
        String.format(Locale.ROOT, "%.1f s, at most %.1f s", status.lag().seconds(), most),
        "Wait until it is smaller, or see docs/operations.md for what makes it grow.");
  }

  private static Check deadLetters(PipelineStatus status) {
    long open = status.counters().deadLetters();
    return check(
        "dead letters",
        open == 0,
        open + " open",
        "Replay or drop them: 'lockstep dead-letters list'.");
  }

  private static Check fault(PipelineStatus status) {
    Problem error = status.error();
    PauseBudget budget = status.pauseBudget();
    if (error != null) {
      return Check.bad("alarms", error.code() + ": " + error.what(), error.remedy());
    }
    return check(
        "alarms",
        budget == null || budget.level() != BudgetLevel.ALARM,
        budget == null ? "quiet" : "pause budget: " + budget.reason(),
        "See to it that the source keeps its log: docs/operations.md, The pause budget.");
  }

  private Check tombstones() {
    int waiting = ground.streaming().map(run -> run.state().tombstones()).orElse(0);
    return check(
        "tombstones",
        waiting == 0,
        waiting + " waiting for their burial",
        "Wait: they are buried apply.late-write-horizon after they were made.");
  }

  private Check verified() {
    if (ground.verifications() instanceof NoVerifications) {
      return Check.bad(
          "last full verification",
          "not known yet, the pipeline has only begun",
          "Wait a moment, until the pipeline streams.");
    }
    Optional<VerifyReport> last =
        ground.verifications().reports(REPORTS).stream()
            .filter(report -> report.mode() == VerifyMode.FULL)
            .findFirst();
    String remedy = "Run 'lockstep verify', and repair what it finds.";
    if (last.isEmpty()) {
      return Check.bad("last full verification", "there is none", remedy);
    }
    Duration age = Duration.between(Instant.parse(last.get().started()), clock.instant());
    String found =
        last.get().outcome().name().toLowerCase(Locale.ROOT)
            + ", "
            + Math.max(0, age.toMinutes())
            + " min old, at most "
            + config.maxVerifyAge().toMinutes()
            + " min";
    return check(
        "last full verification",
        last.get().isEqual() && age.compareTo(config.maxVerifyAge()) <= 0,
        found,
        remedy);
  }

  private Check fence(boolean sourceIsFenced) {
    boolean hook = config.hooks().fenceSource() != null;
    return check(
        "fence",
        hook || sourceIsFenced,
        sourceIsFenced ? "the source is read-only already" : hook ? "by the hook" : "no hook",
        "Write cutover.hooks.fence-source, or make the source read-only yourself and say"
            + " --source-is-fenced.");
  }
}
