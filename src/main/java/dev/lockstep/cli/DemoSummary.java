package dev.lockstep.cli;

import dev.lockstep.demo.DemoReport;
import dev.lockstep.demo.DemoReport.Example;
import dev.lockstep.demo.DemoReport.SourceRows;
import dev.lockstep.demo.DemoReport.Workdone;
import java.util.List;
import java.util.Locale;

/** What the demo showed, for people. */
final class DemoSummary {
  private static final int LONGEST_VALUE = 60;
  private static final int WIDTH = 80;
  private static final String INDENT = "  ";

  private final Terminal terminal;

  DemoSummary(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(DemoReport report) {
    terminal.line("");
    verdict(report);
    terminal.line("");
    numbers(report);
    report.examples().forEach(this::example);
    terminal.line("");
    terminal.line(terminal.bold("Next"));
    next("lockstep demo --keep", "leaves it running to look around");
    next("mappings/shop.yaml", "is the mapping that made these items");
    next("docs/getting-started.md", "has the way to your own database");
    terminal.line("");
  }

  private void verdict(DemoReport report) {
    if (report.verdict().isEqual()) {
      String items = Quantities.count(report.verdict().items(), "item");
      terminal.line(
          terminal.green("Every item is right: ")
              + items
              + " in DynamoDB, each exactly what the mapping makes of the rows.");
    } else {
      String found = Quantities.count(report.verdict().different(), "difference");
      terminal.line(
          terminal.red(found + " between DynamoDB and the source") + ", which must not be:");
      Differences.print(report.verdict(), terminal);
      terminal.line("Please report it with the seed " + report.seed() + ".");
    }
  }

  private void numbers(DemoReport report) {
    Workdone done = report.workload();
    field(
        "workload",
        Quantities.count(done.inserts(), "insert")
            + ", "
            + Quantities.count(done.updates(), "update")
            + ", "
            + Quantities.count(done.keyChanges(), "key change")
            + ", "
            + Quantities.count(done.deletes(), "delete"));
    field(
        "latency",
        "half of the changes were in DynamoDB "
            + Quantities.seconds(report.p50Seconds())
            + " after their commit, 99 % within "
            + Quantities.seconds(report.p99Seconds()));
  }

  private void example(Example example) {
    int rows = example.rows().stream().mapToInt(table -> table.rows().size()).sum();
    int tables = example.rows().size();
    terminal.line("");
    terminal.line(
        terminal.bold(
            Quantities.count(rows, "row")
                + " of "
                + Quantities.count(tables, "table")
                + " became one item"));
    terminal.line("");
    example.rows().forEach(this::rows);
    terminal.line("  " + terminal.dim("item in ") + example.item().item().key().table());
    new ItemOutline(this::pair).print(example.item());
  }

  // As columns if they fit, or else value by value.
  private void rows(SourceRows table) {
    if (table.rows().isEmpty()) {
      return;
    }
    String what = table.rows().size() == 1 ? "row of " : "rows of ";
    terminal.line("  " + terminal.dim(what) + table.table());
    Columns columns = Columns.ofTexts(table.columns());
    table.rows().forEach(columns::row);
    if (INDENT.length() + columns.width() <= WIDTH) {
      columns.print(INDENT, terminal);
    } else {
      table.rows().forEach(row -> pairs(table.columns(), row));
    }
  }

  private void pairs(List<String> columns, List<String> row) {
    for (int i = 0; i < columns.size(); i++) {
      if (!row.get(i).isEmpty()) {
        pair(columns.get(i), row.get(i));
      }
    }
  }

  private void next(String what, String does) {
    terminal.line("  " + terminal.cyan(String.format(Locale.ROOT, "%-24s", what)) + does);
  }

  private void field(String name, String value) {
    terminal.line("  " + terminal.dim(String.format(Locale.ROOT, "%-10s", name)) + value);
  }

  private void pair(String name, String value) {
    String shown =
        value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE - 1) + "…" : value;
    String label = String.format(Locale.ROOT, "%-16s", name);
    terminal.line(("    " + terminal.dim(label) + shown).stripTrailing());
  }
}
