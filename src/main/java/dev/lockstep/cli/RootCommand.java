package dev.lockstep.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "lockstep",
    header = "Keeps Amazon DynamoDB in lockstep with a relational database until you cut over.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = BuildVersion.class,
    mixinStandardHelpOptions = true,
    scope = picocli.CommandLine.ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "New here? 'lockstep demo' shows everything, and needs nothing but this.",
      "",
      "Exit codes: 0 good, 1 findings or differences, 2 usage or configuration,",
      "            3 source, 4 target, 5 internal"
    })
final class RootCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
  }
}
