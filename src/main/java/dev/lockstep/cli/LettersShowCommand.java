package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.daemon.LetterBox;
import dev.lockstep.daemon.LetterView;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    header = "Show one dead letter: what, why, since when, and what to do.",
    description = {"", "Reads the control table, whether a daemon runs or not."},
    footer = {"", "Example:", "  lockstep dead-letters show row-104e16464d9c9cd5"})
final class LettersShowCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "ID", description = "The letter, as 'list' names it.")
  private String id = "";

  LettersShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (LetterBox box = session.operations().deadLetters(options.config())) {
      LetterView letter =
          box.find(id).map(LetterView::of).orElseThrow(() -> new LockstepException(unknown()));
      if (options.json()) {
        session.terminal().line(Json.indented(letter));
      } else {
        print(letter);
      }
      return ExitCode.GOOD;
    }
  }

  private Problem unknown() {
    return Problem.error(
        Category.CONFIGURATION,
        "DEAD-LETTER-UNKNOWN",
        "no dead letter " + id + " is open",
        null,
        "it may have closed by itself; see 'lockstep dead-letters list'");
  }

  private void print(LetterView letter) {
    line("letter", letter.id());
    line("reason", letter.code() + ": " + letter.what());
    line("remedy", letter.remedy());
    line("item type", letter.itemType());
    line("row", letter.row());
    line("item", letter.item() == null ? "none: the row gives no key" : letter.item());
    line("version", letter.version());
    line("first", letter.first());
    line("last", letter.last() + ", " + letter.attempts() + " times in all");
    line("content", letter.content());
    line("file", letter.contentFile());
  }

  private void line(String name, @Nullable String value) {
    if (value != null) {
      Terminal terminal = session.terminal();
      terminal.line(terminal.dim(String.format("%-10s", name)) + value);
    }
  }
}
