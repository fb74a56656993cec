package dev.lockstep.cli;

import dev.lockstep.demo.DemoReport;
import dev.lockstep.demo.DemoReport.Example;
import dev.lockstep.demo.DemoReport.Workdone;
import java.util.Locale;

/** What the demo showed, for people. */
final class DemoSummary {
  private static final int LONGEST_VALUE = 60;

  private final Terminal terminal;

  DemoSummary(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(DemoReport report) {
    terminal.line("");
    verdict(report);
    terminal.line("");
    numbers(report);
    if (!report.examples().isEmpty()) {
      terminal.line("");
      terminal.line(terminal.bold("What became of rows"));
      report.examples().forEach(this::example);
    }
    terminal.line("");
    terminal.line(terminal.bold("Next"));
    terminal.line(
        "  " + terminal.cyan("lockstep demo --keep") + "  leaves it running to look around");
    terminal.line("  docs/getting-started.md has the way to your own database");
    terminal.line("");
  }

  private void verdict(DemoReport report) {
    if (report.verdict().isEqual()) {
      String items = Quantities.count(report.verdict().expected(), "item");
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
    terminal.line("");
    terminal.line("  " + terminal.dim("row of ") + example.table());
    example.row().forEach((column, value) -> pair(column, value));
    terminal.line("  " + terminal.dim("item in ") + example.item().item().key().table());
    ItemText.attributes(example.item()).forEach(this::pair);
  }

  private void field(String name, String value) {
    terminal.line("  " + terminal.dim(String.format(Locale.ROOT, "%-10s", name)) + value);
  }

  private void pair(String name, String value) {
    String shown =
        value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE - 1) + "…" : value;
    String label = String.format(Locale.ROOT, "%-16s", name);
    terminal.line("    " + terminal.dim(label) + shown);
  }
}
