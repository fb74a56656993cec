package dev.lockstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of text: the first column to the left, the others to the right, like numbers. */
final class Columns {
  private final List<List<String>> rows = new ArrayList<>();

  Columns(String... headings) {
    rows.add(List.of(headings));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** The headings dim, everything indented by two. */
  void print(Terminal terminal) {
    for (int i = 0; i < rows.size(); i++) {
      String line = line(rows.get(i));
      terminal.line(i == 0 ? terminal.dim(line) : line);
    }
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String form = i == 0 ? "%-" + width(i) + "s" : "%" + width(i) + "s";
      line.append("  ").append(String.format(Locale.ROOT, form, cells.get(i)));
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return Math.max(1, rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1));
  }
}
