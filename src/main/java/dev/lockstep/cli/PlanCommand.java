package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.flow.MappingDiff;
import dev.lockstep.inspect.PlanOptions;
import dev.lockstep.inspect.PlanReport;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    header = "Show what the mapping will do, and what it will cost.",
    description = {
      "",
      "Compiles the mapping against the source's tables and prints the plan: which "
          + "tables are read, which rows are kept and why, how many items there will be, "
          + "how large, what writing them costs, where they gather on few keys, and the "
          + "rights that are needed. Changes nothing anywhere.",
      "",
      "Numbers come from the source's statistics and from a sample of its rows. The "
          + "sample reads a few pages of each table, never a whole large one.",
      "",
      "With --diff: how the mapping differs from the one that the items were made with, "
          + "and what a start will do about each item type."
    },
    footer = {
      "",
      "Example:",
      "  lockstep plan --output json | jq .estimates",
      "  lockstep plan --no-sample --watch 0",
      "  lockstep plan --diff"
    })
final class PlanCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--sample",
      paramLabel = "ROWS",
      defaultValue = "500",
      description = "Rows of each root to make items of. Default: ${DEFAULT-VALUE}.")
  private int sample;

  @Option(names = "--no-sample", description = "Read no rows: statistics alone.")
  private boolean noSample;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "How long to count the source's changes; 0 for the average since its statistics began."
              + " Default: ${DEFAULT-VALUE}.")
  private int watch;

  @Option(
      names = "--statement-timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "The longest that a statement may take there. Default: ${DEFAULT-VALUE}.")
  private int statementTimeout;

  @Option(names = "--diff", description = "Compare with the mapping of the items that are there.")
  private boolean diff;

  PlanCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    return diff ? compare() : plan();
  }

  private int compare() {
    Terminal terminal = session.terminal();
    MappingDiff found = session.operations().mappingDiff(options.config());
    if (options.json()) {
      terminal.line(Json.indented(found));
    } else {
      new DiffPage(terminal).print(found);
    }
    return found.reload().isEmpty() ? ExitCode.GOOD : ExitCode.FINDINGS;
  }

  private int plan() throws InterruptedException {
    PlanOptions plan =
        new PlanOptions(
            noSample ? 0 : Math.max(0, sample),
            Duration.ofSeconds(Math.max(1, statementTimeout)),
            Duration.ofSeconds(Math.max(0, watch)));
    Terminal terminal = session.terminal();
    PlanReport report = session.operations().plan(options.config(), plan, this::tell);
    if (options.json()) {
      terminal.line(PlanJson.of(report));
    } else {
      new PlanPage(terminal).print(report);
    }
    return ExitCode.GOOD;
  }

  /** Only to somebody who waits. */
  private void tell(String what) {
    if (session.terminal().isInteractive() && !options.json()) {
      session.terminal().err().println(session.terminal().dim("… " + what));
      session.terminal().err().flush();
    }
  }
}
