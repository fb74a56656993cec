package dev.lockstep.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "dead-letters",
    header = "List, show, replay or drop what was set aside.",
    description = {
      "",
      "With apply.on-bad-row: dead-letter, a row that makes no item and a write that DynamoDB "
          + "refuses are set aside with their reason, and everything else goes on. A letter closes "
          + "by itself when its row can be mapped and written again."
    },
    synopsisSubcommandLabel = "(list | show | replay | drop)",
    footer = {"", "Example:", "  lockstep dead-letters list --code NUMBER-UNFIT"})
final class DeadLettersCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /** The command with its subcommands. */
  static CommandLine of(Session session) {
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new LettersListCommand(session))
        .addSubcommand(new LettersShowCommand(session))
        .addSubcommand(new LettersReplayCommand(session))
        .addSubcommand(new LettersDropCommand(session));
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Say list, show, replay or drop.");
    }
  }
}
