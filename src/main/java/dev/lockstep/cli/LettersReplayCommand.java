package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.admin.LettersClient;
import dev.lockstep.daemon.LetterBox;
import dev.lockstep.daemon.Replayed;
import dev.lockstep.daemon.Replayed.Outcome;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    header = "Map the rows of dead letters as they are now, and write their items.",
    description = {
      "",
      "Asks the running daemon, which reads the rows from the source. A change that comes "
          + "meanwhile always wins. Letters whose rows are good now are closed.",
      "",
      "Exits with 0 if all are, 1 if some are still bad."
    },
    footer = {"", "Example:", "  lockstep dead-letters replay --type order"})
final class LettersReplayCommand implements Callable<Integer> {
  private static final int DEFAULT_SECONDS = 30;

  private final Session session;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private LetterTarget target = new LetterTarget();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "" + DEFAULT_SECONDS,
      description = "How long a hundred letters may take. Default: ${DEFAULT-VALUE}.")
  private int seconds = DEFAULT_SECONDS;

  LettersReplayCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path config = options.config();
    AdminEndpoint admin = session.operations().settings(config).admin();
    LettersClient daemon = new LettersClient(Daemon.client(admin), Daemon.operator());
    List<Replayed> replayed = daemon.replay(ids(config), Duration.ofSeconds(seconds));
    if (options.json()) {
      session.terminal().line(Json.indented(Map.of("replayed", replayed)));
    } else {
      replayed.forEach(this::print);
      session.terminal().line(replayed.size() + " dead letters replayed");
    }
    boolean bad = replayed.stream().anyMatch(one -> one.outcome() == Outcome.BAD);
    return bad ? ExitCode.FINDINGS : ExitCode.GOOD;
  }

  private List<String> ids(Path config) {
    try (LetterBox box = session.operations().deadLetters(config)) {
      return target.ids(Objects.requireNonNull(spec), box);
    }
  }

  private void print(Replayed one) {
    Terminal terminal = session.terminal();
    Problem problem = one.problem();
    String outcome =
        switch (one.outcome()) {
          case HEALED -> terminal.green("✓") + " healed: its item is written";
          case GONE -> terminal.green("✓") + " closed: its row makes no item any more";
          case OVERTAKEN ->
              terminal.green("✓") + " overtaken: the source changed its row meanwhile";
          case BAD -> terminal.red("✗") + " still bad: " + problem;
        };
    terminal.line(one.id() + "  " + outcome);
  }
}
