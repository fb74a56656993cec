package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.daemon.LetterBox;
import dev.lockstep.daemon.LetterView;
import dev.lockstep.letters.DeadLetter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    header = "List the dead letters that are open, those that came first at the head.",
    description = {
      "",
      "Reads the control table, whether a daemon runs or not.",
      "",
      "Exits with 0 if none is open, 1 if any is."
    },
    footer = {"", "Example:", "  lockstep dead-letters list --type order --output json"})
final class LettersListCommand implements Callable<Integer> {
  private static final int DEFAULT = 20;

  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private LetterChoice choice = new LetterChoice();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + DEFAULT,
      description = "At most so many, up to 100. Default: ${DEFAULT-VALUE}.")
  private int limit = DEFAULT;

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "Those behind this one: for the next page.")
  private @Nullable String after;

  LettersListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (LetterBox box = session.operations().deadLetters(options.config())) {
      LetterBox.Page page = box.list(choice.filter(), after, limit);
      if (options.json()) {
        session.terminal().line(Json.indented(json(page)));
      } else {
        print(page);
      }
      return page.open() == 0 ? ExitCode.GOOD : ExitCode.FINDINGS;
    }
  }

  private static Map<String, @Nullable Object> json(LetterBox.Page page) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("open", page.open());
    shown.put("letters", page.letters().stream().map(LetterView::of).toList());
    shown.put("next", page.next());
    return shown;
  }

  private void print(LetterBox.Page page) {
    Terminal terminal = session.terminal();
    if (page.open() == 0) {
      terminal.line(terminal.green("✓") + " no dead letter is open");
      return;
    }
    Columns columns =
        Columns.ofTexts(List.of("letter", "reason", "type", "row or item", "since", "times"));
    for (DeadLetter letter : page.letters()) {
      LetterView view = LetterView.of(letter);
      columns.row(
          view.id(),
          view.code(),
          Objects.requireNonNullElse(view.itemType(), "–"),
          Objects.requireNonNullElse(view.row(), Objects.requireNonNullElse(view.item(), "–")),
          view.first().substring(0, "2026-01-01T00:00".length()),
          Integer.toString(view.attempts()));
    }
    columns.print(terminal);
    terminal.line("");
    String shown = page.letters().size() + " of " + page.open() + " open dead letters";
    terminal.line(page.next() == null ? shown : shown + "; more with --after " + page.next());
  }
}
