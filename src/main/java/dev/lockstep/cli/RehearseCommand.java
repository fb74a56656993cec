package dev.lockstep.cli;

import dev.lockstep.admin.HandoverClient;
import dev.lockstep.admin.Json;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.cutover.RehearsalStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rehearse",
    header = "Rehearse rollback: pause at a proven position, and heal the target afterwards.",
    description = {
      "",
      "'begin' writes a marker into the source's log, waits until everything before it is "
          + "applied, compares a sample and pauses the pipeline. Then the target is yours: point "
          + "the application at it, test, and point it back.",
      "",
      "'end' lets the pipeline go on, waits until it has caught up, compares everything, and "
          + "repairs every item that was written, changed or deleted meanwhile.",
      "",
      "Goes through the running daemon. Exits with 0 if the pipeline is paused, or healed; else "
          + "with 1."
    },
    footer = {"", "Example:", "  lockstep rehearse begin", "  lockstep rehearse end"})
final class RehearseCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;

  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "begin|end", description = "What is to be done.")
  private Action action = Action.begin;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "How long the beginning may take; absent: cutover.timeout.")
  private @Nullable Duration timeout;

  /** As it is written on the command line. */
  @SuppressWarnings("MemberName")
  enum Action {
    begin,
    end
  }

  RehearseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    HandoverClient daemon =
        new HandoverClient(
            Daemon.client(session.operations().settings(options.config()).admin()),
            Daemon.operator());
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("action", action.name());
    if (timeout != null) {
      order.put("timeout", timeout.toString());
    }
    HandoverPage page = new HandoverPage(session.terminal());
    Following following = Following.on(session.terminal());
    RehearsalReport report = daemon.rehearsal(order);
    if (action == Action.end) {
      page.skip(report.timeline());
    }
    while (RehearsalStatus.of(report.status()).isUnderWay()) {
      show(page, report);
      Thread.sleep(POLL_MILLIS);
      report = following.ask(daemon::rehearsal).orElse(report);
    }
    show(page, report);
    return end(page, report);
  }

  private void show(HandoverPage page, RehearsalReport report) {
    if (!options.json()) {
      page.steps(report.timeline());
    }
  }

  private int end(HandoverPage page, RehearsalReport report) {
    if (options.json()) {
      session.terminal().line(Json.indented(report));
    } else {
      page.end(report);
    }
    RehearsalStatus status = RehearsalStatus.of(report.status());
    boolean good = status == RehearsalStatus.RUNNING || status == RehearsalStatus.ENDED;
    return good ? ExitCode.GOOD : ExitCode.FINDINGS;
  }
}
