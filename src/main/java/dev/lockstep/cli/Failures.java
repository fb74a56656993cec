package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a command throws into words and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final int INTERRUPTED = 130;

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof LockstepException known) {
      print(known.problems(), isJson(parsed));
      return known.problem().category().exitCode();
    }
    if (e instanceof InterruptedException) {
      terminal.err().println();
      terminal.err().println("Interrupted.");
      return INTERRUPTED;
    }
    LoggerFactory.getLogger(Failures.class).error("unexpected", e);
    print(List.of(unexpected(e)), isJson(parsed));
    return ExitCode.INTERNAL;
  }

  private static boolean isJson(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.matchedOptionValue("--output", Output.TEXT) == Output.JSON;
  }

  private void print(List<Problem> problems, boolean json) {
    if (json) {
      terminal.line(Json.indented(Map.of("problems", problems)));
    } else {
      new Problems(terminal).print(problems, terminal.err());
    }
  }

  private static Problem unexpected(Exception e) {
    return Problem.error(
        Category.INTERNAL,
        "INTERNAL",
        "Lockstep failed in a way that it did not foresee: " + e.getClass().getSimpleName(),
        null,
        "report it, with the stack trace above");
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = terminal.err();
    err.println(terminal.red("error") + " " + inWords(e));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.USAGE;
  }

  private static String inWords(ParameterException e) {
    boolean command =
        e instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && !e.getCommandLine().getSubcommands().isEmpty();
    return command
        ? "There is no command '" + ((UnmatchedArgumentException) e).getUnmatched().get(0) + "'."
        : String.valueOf(e.getMessage());
  }
}
