package dev.lockstep.cli;

import dev.lockstep.daemon.LiveOperations;
import dev.lockstep.daemon.Operations;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The command line's entry. */
public final class Main {
  private Main() {}

  /**
   * Runs one command.
   *
   * @return the exit code
   */
  static int run(Session session, String... args) {
    Terminal terminal = session.terminal();
    Failures failures = new Failures(terminal);
    return commands(session)
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.hasColour() ? Ansi.ON : Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .execute(args);
  }

  private static CommandLine commands(Session session) {
    return new CommandLine(new RootCommand())
        .addSubcommand(new DemoCommand(session))
        .addSubcommand(new InitCommand(session))
        .addSubcommand(new CheckCommand(session))
        .addSubcommand(new PlanCommand(session))
        .addSubcommand(new ExplainCommand(session))
        .addSubcommand(new TablesCommand(session))
        .addSubcommand(new RunCommand(session))
        .addSubcommand(new StatusCommand(session))
        .addSubcommand(new PauseCommand(session))
        .addSubcommand(new ResumeCommand(session))
        .addSubcommand(new ThrottleCommand(session))
        .addSubcommand(new RehearseCommand(session))
        .addSubcommand(new CutoverCommand(session))
        .addSubcommand(DeadLettersCommand.of(session))
        .addSubcommand(new VerifyCommand(session));
  }

  /** Runs one command on real sources and targets, and ends the process with its exit code. */
  public static void main(String[] args) {
    runProcess(new LiveOperations(), args);
  }

  static void runProcess(Operations operations, String... args) {
    Logging.forCommand();
    Shutdown shutdown = new Shutdown();
    shutdown.install();
    Session session = new Session(operations, Terminal.ofProcess(System.getenv()), shutdown);
    System.exit(run(session, args));
  }
}
