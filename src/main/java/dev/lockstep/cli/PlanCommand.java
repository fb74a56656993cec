package dev.lockstep.cli;

import dev.lockstep.daemon.Operations.PlanText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "plan",
    header = "Show what the mapping will do, exactly.",
    description = {
      "",
      "Compiles the mapping against the source's tables and prints the plan: which "
          + "item types are made of which tables, their keys and attributes, the rows "
          + "that must be kept and why, and the target tables. Changes nothing anywhere."
    },
    footer = {"", "Example:", "  lockstep plan --output json | jq ."})
final class PlanCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  PlanCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    PlanText plan = session.operations().plan(options.config());
    session.terminal().line((options.json() ? plan.json() : plan.text()).stripTrailing());
    return ExitCode.GOOD;
  }
}
