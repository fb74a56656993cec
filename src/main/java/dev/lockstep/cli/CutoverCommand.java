package dev.lockstep.cli;

import dev.lockstep.admin.HandoverClient;
import dev.lockstep.admin.Json;
import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.CutoverStatus;
import dev.lockstep.daemon.Settings;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "cutover",
    header = "Hand over: fence the source, drain, verify, record, switch traffic.",
    description = {
      "",
      "Checks that the pipeline is ready; makes the source read-only by your hook; proves by a "
          + "marker in the source's log that everything is applied; compares; records that the "
          + "target has taken over, after which no daemon of this pipeline ever writes again; and "
          + "switches traffic by your hook. Whatever fails, or takes longer than --timeout, is "
          + "taken back by itself, and streaming goes on.",
      "",
      "Goes through the running daemon, which finishes the cutover even if this command is ended. "
          + "The plan from two weeks before to the day after: docs/cutover.md.",
      "",
      "Exits with 0 if it is cut over (or ready, or taken back as asked), else with 1."
    },
    footer = {
      "",
      "Examples:",
      "  lockstep cutover --dry-run",
      "  lockstep cutover --verify sample --timeout 2m",
      "  lockstep cutover --abort"
    })
final class CutoverCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;

  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  @ArgGroup private Instead instead = new Instead();

  @Option(
      names = "--verify",
      paramLabel = "SCOPE",
      defaultValue = "sample",
      description =
          "How much is compared: sample, full or changed-since-last-verify. "
              + "Default: ${DEFAULT-VALUE}.")
  private String verify = "sample";

  @Option(
      names = "--source-is-fenced",
      description = "The source is read-only already: no hook is asked, there or on the way back.")
  private boolean sourceIsFenced;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "How long the source may be read-only before all is taken back; absent: cutover.timeout.")
  private @Nullable Duration timeout;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description = "With --reopen: the pipeline's name, instead of typing it.")
  private @Nullable String confirm;

  /** What is done instead of a cutover; one at the most. */
  static final class Instead {
    @Option(names = "--dry-run", description = "Only look whether a cutover could begin.")
    private boolean dryRun;

    @Option(names = "--abort", description = "Take the cutover back, before traffic is switched.")
    private boolean abort;

    @Option(names = "--show", description = "Show how the cutover stands.")
    private boolean show;

    @Option(
        names = "--switched",
        description = "Say that traffic was switched, where the daemon does not know.")
    private boolean switched;

    @Option(
        names = "--switch-again",
        description = "Run the hook that switches traffic again, where the daemon does not know.")
    private boolean switchAgain;

    @Option(
        names = "--reopen",
        description =
            "Let the source overwrite the target again, after a cutover. Asks for the pipeline's "
                + "name.")
    private boolean reopen;
  }

  CutoverCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = session.operations().settings(options.config());
    if (instead.reopen) {
      return reopen(settings);
    }
    HandoverClient daemon = new HandoverClient(Daemon.client(settings.admin()), Daemon.operator());
    if (instead.dryRun) {
      return dryRun(daemon);
    }
    Optional<CutoverReport> report =
        instead.show ? daemon.cutover() : Optional.of(daemon.cutover(order()));
    return report.isEmpty() ? none() : follow(daemon, report.get());
  }

  private Map<String, Object> order() {
    Map<String, Object> order = new LinkedHashMap<>();
    if (instead.abort || instead.switched || instead.switchAgain) {
      order.put("action", instead.abort ? "abort" : instead.switched ? "switched" : "switch-again");
      return order;
    }
    order.put("verify", verify);
    order.put("sourceIsFenced", sourceIsFenced);
    if (timeout != null) {
      order.put("timeout", timeout.toString());
    }
    return order;
  }

  private int dryRun(HandoverClient daemon) throws InterruptedException {
    Map<String, Object> order = order();
    order.put("dryRun", true);
    HandoverClient.Readiness readiness = daemon.dryRun(order);
    if (options.json()) {
      session.terminal().line(Json.indented(readiness));
    } else {
      new HandoverPage(session.terminal()).checks(readiness.checks());
    }
    return readiness.ready() ? ExitCode.GOOD : ExitCode.FINDINGS;
  }

  private int none() {
    session.terminal().line(options.json() ? "null" : "there is no cutover");
    return ExitCode.GOOD;
  }

  private int follow(HandoverClient daemon, CutoverReport begun) throws InterruptedException {
    HandoverPage page = new HandoverPage(session.terminal());
    Following following = Following.on(session.terminal());
    CutoverReport report = begun;
    while (CutoverStatus.of(report.status()).isUnderWay() && !instead.show) {
      show(page, report);
      Thread.sleep(POLL_MILLIS);
      report = following.ask(daemon::cutover).orElse(report);
    }
    show(page, report);
    if (options.json()) {
      session.terminal().line(Json.indented(report));
    } else {
      page.end(report);
    }
    return isGood(CutoverStatus.of(report.status())) ? ExitCode.GOOD : ExitCode.FINDINGS;
  }

  private boolean isGood(CutoverStatus status) {
    return status == CutoverStatus.CUT_OVER
        || (instead.abort && status == CutoverStatus.ROLLED_BACK)
        || (instead.show && !status.isWaiting());
  }

  private void show(HandoverPage page, CutoverReport report) {
    if (!options.json()) {
      page.steps(report.timeline());
    }
  }

  private int reopen(Settings settings) throws InterruptedException {
    String typed = confirm == null ? typed(settings.pipeline()) : confirm;
    if (!typed.strip().equals(settings.pipeline())) {
      throw new LockstepException(notConfirmed(settings.pipeline()));
    }
    session.operations().reopen(options.config(), Daemon.operator());
    session
        .terminal()
        .line(
            options.json()
                ? Json.indented(Map.of("pipeline", settings.pipeline(), "reopened", true))
                : session.terminal().green("✓") + " reopened: 'lockstep run' writes again");
    return ExitCode.GOOD;
  }

  private String typed(String pipeline) {
    session
        .terminal()
        .err()
        .println(
            "The source will overwrite what the application has written to the target since the"
                + " cutover.\nType the pipeline's name ("
                + pipeline
                + ") to let it:");
    session.terminal().err().flush();
    return session.terminal().typed();
  }

  private static Problem notConfirmed(String pipeline) {
    return Problem.error(
        Category.CONFIGURATION,
        "REOPEN-NOT-CONFIRMED",
        "what was typed is not the pipeline's name",
        null,
        "Type '" + pipeline + "', or give it with --confirm.");
  }
}
