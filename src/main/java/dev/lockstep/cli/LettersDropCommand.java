package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.admin.LettersClient;
import dev.lockstep.daemon.LetterBox;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.problem.LockstepException;
import java.nio.file.Path;
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
    name = "drop",
    header = "Close dead letters, though what they are about stays as it is.",
    description = {
      "",
      "The items stay missing or stale until their rows change. Asks the running daemon; where "
          + "none answers and none holds the lease, the control table itself is changed."
    },
    footer = {
      "",
      "Example:",
      "  lockstep dead-letters drop row-104e16464d9c9cd5 --reason 'test row, not needed'"
    })
final class LettersDropCommand implements Callable<Integer> {
  private final Session session;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private LetterTarget target = new LetterTarget();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why that is right; it is written down.")
  private String reason = "";

  LettersDropCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path config = options.config();
    List<String> dropped;
    try (LetterBox box = session.operations().deadLetters(config)) {
      dropped = drop(config, box, target.ids(Objects.requireNonNull(spec), box));
    }
    if (options.json()) {
      session.terminal().line(Json.indented(Map.of("dropped", dropped)));
    } else {
      dropped.forEach(id -> session.terminal().line("dropped " + id));
      session.terminal().line(dropped.size() + " dead letters dropped");
    }
    return ExitCode.GOOD;
  }

  private List<String> drop(Path config, LetterBox box, List<String> ids)
      throws InterruptedException {
    AdminEndpoint admin = session.operations().settings(config).admin();
    LettersClient daemon = new LettersClient(Daemon.client(admin), Daemon.operator());
    try {
      return daemon.drop(ids, reason);
    } catch (LockstepException e) {
      if (!Daemon.isAway(e)) {
        throw e;
      }
      return box.drop(ids, Daemon.operator(), reason).stream().map(DeadLetter::id).toList();
    }
  }
}
