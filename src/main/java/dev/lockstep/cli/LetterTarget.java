package dev.lockstep.cli;

import dev.lockstep.daemon.LetterBox;
import dev.lockstep.letters.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The letters that a command does something with: named, filtered, or expressly all. */
final class LetterTarget {
  @Parameters(paramLabel = "ID", arity = "0..*", description = "The letters, as 'list' names them.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "All that are open.")
  private boolean all;

  @Mixin private LetterChoice choice = new LetterChoice();

  /**
   * The ids of the letters.
   *
   * @throws ParameterException if nothing says which
   */
  List<String> ids(CommandSpec spec, LetterBox box) {
    if (!ids.isEmpty()) {
      return ids;
    }
    if (!all && !choice.isAny()) {
      throw new ParameterException(
          spec.commandLine(), "Say which letters: by ID, with --type or --code, or --all.");
    }
    return choice.all(box).stream().map(DeadLetter::id).toList();
  }
}
