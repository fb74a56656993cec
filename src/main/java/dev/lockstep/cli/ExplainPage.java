package dev.lockstep.cli;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.inspect.Explanation;
import dev.lockstep.inspect.Explanation.Explained;
import dev.lockstep.inspect.Explanation.State;
import dev.lockstep.item.Item;
import dev.lockstep.item.Value;
import dev.lockstep.verify.ValueDifference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation as a page of text. */
final class ExplainPage {
  private static final int LABEL = 9;

  private final Terminal terminal;

  ExplainPage(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Microseconds since the epoch as people write a moment; nothing for nothing. */
  static @Nullable String time(long micros) {
    return micros == 0 ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  void print(Explanation explanation) {
    if (explanation.row() != null) {
      int items = explanation.items().size();
      String feeds = explanation.found() ? "feeds " + Quantities.count(items, "item") : "not found";
      terminal.line("Row " + terminal.bold(explanation.row()) + "  " + feeds);
    }
    explanation.items().forEach(this::print);
    explanation.notes().forEach(note -> terminal.line(terminal.yellow("note  ") + note));
    boolean differs =
        explanation.items().stream().anyMatch(item -> item.state() == State.DIFFERENT);
    if (differs) {
      terminal.line(
          terminal.dim("A change that is on its way is a difference too: see 'lockstep status'."));
    }
  }

  private void print(Explained item) {
    terminal.line("");
    String key = item.key() == null ? "no item" : item.key().toString();
    terminal.line(coloured(item.state()) + "  " + terminal.bold(key) + origin(item));
    if (item.problem() != null) {
      new Problems(terminal).print(List.of(item.problem()), terminal.out());
    }
    StoredItem stored = item.stored();
    if (stored != null) {
      field("version", stored.version() + committed(stored));
    }
    content(item);
    item.differences().forEach(this::print);
  }

  private static String committed(StoredItem stored) {
    String time = time(stored.commitMicros());
    return time == null ? "" : ", committed " + time;
  }

  private String origin(Explained item) {
    String type = item.type() == null ? "" : "  " + item.type();
    String root = item.root() == null ? "" : " of " + item.root();
    String through =
        item.through().stream().filter(path -> !path.isEmpty()).collect(Collectors.joining(", "));
    return type + terminal.dim(root + (through.isEmpty() ? "" : " through " + through));
  }

  private String coloured(State state) {
    String word = state.name().toLowerCase(Locale.ROOT);
    return switch (state) {
      case SAME, ABSENT -> terminal.green(word);
      case DIFFERENT, MISSING, EXTRA, REFUSED -> terminal.red(word);
      case UNKNOWN -> terminal.yellow(word);
    };
  }

  /** What is the same is shown once. */
  private void content(Explained item) {
    Item expected = item.expected();
    StoredItem stored = item.stored();
    if (expected != null) {
      field("should be", "");
      attributes(expected);
    }
    if (stored != null && item.state() != State.SAME) {
      field("is", "");
      attributes(stored.item());
    }
  }

  private void attributes(Item item) {
    new TreeMap<>(item.attributes())
        .forEach((name, value) -> terminal.line("    " + name + "  " + ItemText.text(value)));
  }

  private void print(ValueDifference difference) {
    terminal.line(
        "  "
            + terminal.red("differs  ")
            + difference.path()
            + ": should be "
            + shown(difference.expected())
            + ", is "
            + shown(difference.stored()));
  }

  /** With types, without which a text and a number look alike. */
  private static String shown(@Nullable Value value) {
    return value == null ? "absent" : ItemText.typed(value);
  }

  private void field(String name, String value) {
    String label = String.format(Locale.ROOT, "%-" + LABEL + "s", name);
    terminal.line(("  " + terminal.dim(label) + "  " + value).stripTrailing());
  }
}
