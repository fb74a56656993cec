package dev.lockstep.cli;

import dev.lockstep.flow.MappingDiff;
import dev.lockstep.flow.MappingDiff.TypeChange;
import java.util.Locale;

/** How a mapping differs from the one that the items were made with, for people. */
final class DiffPage {
  private final Terminal terminal;

  DiffPage(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(MappingDiff diff) {
    if (!diff.known()) {
      terminal.line("Nothing to compare with: no load of this pipeline is complete.");
      return;
    }
    Columns columns = new Columns("type", "mapping", "at the next start");
    diff.types()
        .forEach(
            type ->
                columns.row(
                    type.name(), type.kind().name().toLowerCase(Locale.ROOT), inWords(type)));
    columns.print(terminal);
    terminal.line("");
    terminal.line(summary(diff));
  }

  private static String inWords(TypeChange type) {
    return switch (type.action()) {
      case NONE -> "items stay as they are";
      case REBUILD -> "built from kept rows";
      case READ_AND_REBUILD -> "reads " + String.join(", ", type.reads()) + ", then built";
      case DELETE -> "items are deleted";
    };
  }

  private static String summary(MappingDiff diff) {
    if (!diff.reload().isEmpty()) {
      return "A start is refused; 'run --reload' does it. Cannot be told apart: "
          + String.join("; ", diff.reload());
    }
    return diff.needsNothing()
        ? "The items are made with this mapping."
        : "A start brings the items to this mapping; all others stay as they are.";
  }
}
