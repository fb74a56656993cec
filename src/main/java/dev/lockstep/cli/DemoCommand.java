package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.demo.Demo;
import dev.lockstep.demo.DemoOptions;
import dev.lockstep.demo.DemoReport;
import dev.lockstep.demo.DemoSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    header = "Show everything in a minute, on servers of its own.",
    description = {
      "",
      "Starts an embedded PostgreSQL or MySQL and a DynamoDB Local, opens a small shop, "
          + "loads its five tables as customers with addresses, orders with lines, and "
          + "products, follows a live workload of inserts, updates, key changes and "
          + "deletes, and compares every item with the source in the end. Needs no "
          + "database, no account, no network; leaves nothing behind.",
      "",
      "Exits with 0 if every item is right, 1 if one differs."
    },
    footer = {
      "",
      "Examples:",
      "  lockstep demo --rows 50000 --changes 20000",
      "  lockstep demo --source mysql",
      "  lockstep demo --keep          then look around; Ctrl-C ends it"
    })
final class DemoCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--source",
      paramLabel = "KIND",
      defaultValue = "postgres",
      description = "The shop's database: postgres or mysql. Default: ${DEFAULT-VALUE}.")
  private DemoSource source = DemoSource.POSTGRES;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Rows that the shop starts with. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--changes",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Changes that the workload makes. Default: ${DEFAULT-VALUE}.")
  private int changes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Decides the rows and the workload. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--keep", description = "Go on afterwards, until Ctrl-C.")
  private boolean keep;

  @Mixin private OutputOption output = new OutputOption();

  private @Nullable Integer verdict;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean json = output.json();
    DemoScreen screen = new DemoScreen(session.terminal(), json);
    screen.title(source.title(), seed);
    session.shutdown().onSignal(Thread.currentThread()::interrupt);
    try {
      new Demo(new DemoOptions(source, seed, rows, changes, keep), session.operations(), screen)
          .run(report -> show(report, json));
    } catch (InterruptedException e) {
      endedByUser(e);
    }
    return verdict == null ? ExitCode.INTERNAL : verdict;
  }

  // Ctrl-C is how a kept demo ends; before its verdict, it is an interruption.
  private void endedByUser(InterruptedException e) throws InterruptedException {
    if (verdict == null) {
      throw e;
    }
  }

  private void show(DemoReport report, boolean json) {
    verdict = report.verdict().isEqual() ? ExitCode.GOOD : ExitCode.FINDINGS;
    if (json) {
      session.terminal().line(Json.indented(DemoJson.of(report)));
    } else {
      new DemoSummary(session.terminal()).print(report);
    }
  }
}
