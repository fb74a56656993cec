package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.daemon.Operations.TableOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "tables",
    header = "Create the target tables that the mapping needs.",
    description = {
      "",
      "Creates the mapping's tables with their indexes, and the control table, "
          + "where they are missing, on demand capacity, and waits until they can be "
          + "used. A table that is there stays as it is; if its keys are not those of the "
          + "mapping, that is an error."
    },
    footer = {"", "Example:", "  lockstep tables --config shop/lockstep.yaml"})
final class TablesCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  TablesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path config = options.config();
    List<TableOutcome> tables = new ArrayList<>();
    session
        .operations()
        .createTables(
            config,
            table -> {
              tables.add(table);
              show(table);
            });
    if (options.json()) {
      session.terminal().line(Json.indented(Map.of("tables", tables)));
    }
    return ExitCode.GOOD;
  }

  private void show(TableOutcome table) {
    if (!options.json()) {
      Terminal terminal = session.terminal();
      String what = table.created() ? "created" : "exists ";
      terminal.line(
          terminal.green("✓")
              + " "
              + what
              + "  "
              + table.table()
              + "  "
              + terminal.dim(table.detail()));
    }
  }
}
