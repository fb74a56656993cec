package dev.lockstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of text: the first columns to the left, the others to the right, like numbers. */
final class Columns {
  private final List<List<String>> rows = new ArrayList<>();
  private final int texts;

  /** With one column to the left. */
  Columns(String... headings) {
    this(1, List.of(headings));
  }

  private Columns(int texts, List<String> headings) {
    this.texts = texts;
    rows.add(headings);
  }

  /** With all columns to the left. */
  static Columns ofTexts(List<String> headings) {
    return new Columns(headings.size(), headings);
  }

  void row(String... cells) {
    row(List.of(cells));
  }

  void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** The headings dim, everything indented by two. */
  void print(Terminal terminal) {
    print("", terminal);
  }

  void print(String indent, Terminal terminal) {
    for (int i = 0; i < rows.size(); i++) {
      String line = indent + line(rows.get(i));
      terminal.line(i == 0 ? terminal.dim(line) : line);
    }
  }

  /** How many characters its longest line has. */
  int width() {
    return rows.stream().mapToInt(row -> line(row).length()).max().orElse(0);
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String form = i < texts ? "%-" + width(i) + "s" : "%" + width(i) + "s";
      line.append("  ").append(String.format(Locale.ROOT, form, cells.get(i)));
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return Math.max(1, rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1));
  }
}
