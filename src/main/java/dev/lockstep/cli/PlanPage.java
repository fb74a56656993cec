package dev.lockstep.cli;

import dev.lockstep.estimate.ChangeRate;
import dev.lockstep.estimate.HotPartition;
import dev.lockstep.estimate.Sample;
import dev.lockstep.estimate.Sizes;
import dev.lockstep.inspect.PlanReport;
import dev.lockstep.inspect.PlanReport.ItemType;
import dev.lockstep.inspect.PlanReport.Kept;
import dev.lockstep.inspect.PlanReport.Source;
import dev.lockstep.item.ItemKey;
import dev.lockstep.source.SourceProbe.Requirement;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plan as a page of text. */
final class PlanPage {
  private static final String UNKNOWN = "?";

  private final Terminal terminal;

  PlanPage(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(PlanReport report) {
    targets(report);
    sources(report.sources());
    kept(report.sources());
    types(report);
    hot(report.types());
    requirements(report.requirements());
    if (!report.findings().isEmpty()) {
      terminal.line("");
      new Problems(terminal).print(report.findings(), terminal.out());
    }
  }

  private void heading(String text) {
    terminal.line("");
    terminal.line(terminal.bold(text));
  }

  private void targets(PlanReport report) {
    terminal.line(terminal.bold("Target tables"));
    report.targets().forEach(target -> terminal.line("  " + target.table() + "  " + target.keys()));
  }

  private void sources(List<Source> sources) {
    heading("Source tables read");
    Columns columns = new Columns("table", "rows", "columns", "changes/s", "on average");
    for (Source source : sources) {
      ChangeRate rate = source.rate();
      columns.row(
          source.table(),
          count(source.rows()),
          Quantities.count(source.columns().size()),
          decimal(rate.now()),
          decimal(rate.average()));
    }
    columns.print(terminal);
  }

  private void kept(List<Source> sources) {
    heading("Rows kept on disk");
    boolean none = true;
    for (Source source : sources) {
      Kept kept = source.kept();
      if (kept != null) {
        none = false;
        terminal.line("  " + source.table() + ": " + String.join(", ", kept.columns()));
        kept.reasons()
            .forEach(reason -> terminal.line("    " + terminal.dim("because") + " " + reason));
      }
    }
    if (none) {
      terminal.line("  none: every item follows from its own row");
    }
  }

  private void types(PlanReport report) {
    heading("Items");
    Columns columns =
        new Columns("type", "items", "p50", "p99", "largest", "load WU", "writes/s", "WU/s");
    for (ItemType type : report.types()) {
      Sample sample = type.sample();
      Sizes sizes = sample == null ? null : sample.sizes();
      columns.row(
          type.name(),
          count(type.estimate().items()),
          sizes == null ? UNKNOWN : Quantities.bytes(sizes.p50()),
          sizes == null ? UNKNOWN : Quantities.bytes(sizes.p99()),
          sizes == null ? UNKNOWN : Quantities.bytes(sizes.max()),
          count(type.estimate().loadUnits()),
          decimal(type.estimate().writesPerSecond()),
          decimal(type.estimate().unitsPerSecond()));
    }
    columns.print(terminal);
    report.types().forEach(this::origin);
    terminal.line(
        "  All: "
            + Quantities.count(report.loadUnits())
            + " write units to load, at most "
            + decimal(report.unitsPerSecond())
            + " per second to follow.");
  }

  private void origin(ItemType type) {
    Sample sample = type.sample();
    String joins = type.joins().isEmpty() ? "" : " with " + String.join(", ", type.joins());
    String sampled =
        sample == null
            ? ""
            : "; sample: "
                + Quantities.count(sample.rows(), "row")
                + ", "
                + Quantities.count(sample.items(), "item");
    terminal.line(
        "  "
            + terminal.dim(
                type.name() + ": " + type.root() + joins + " → " + type.table() + sampled));
  }

  private void hot(List<ItemType> types) {
    heading("Partition keys with the largest shares");
    boolean none = true;
    for (ItemType type : types) {
      List<HotPartition> hot = type.sample() == null ? List.of() : type.sample().hot();
      for (HotPartition partition : hot) {
        none = false;
        terminal.line(
            String.format(
                Locale.ROOT,
                "  %5.1f %%  %s  %s",
                100 * partition.share(),
                ItemKey.text(partition.partition()),
                terminal.dim(type.name())));
      }
    }
    if (none) {
      terminal.line("  none that stands out");
    }
  }

  private void requirements(List<Requirement> requirements) {
    heading("What the source has to allow");
    for (Requirement requirement : requirements) {
      String sign = requirement.met() ? terminal.green("✓") : terminal.red("✗");
      terminal.line("  " + sign + " " + requirement.purpose());
      terminal.line("      " + terminal.cyan(requirement.statement() + ";"));
    }
    terminal.line("  On AWS: docs/permissions.md");
  }

  private static String count(@Nullable Long number) {
    return number == null ? UNKNOWN : Quantities.count(number);
  }

  private static String decimal(@Nullable Double number) {
    return number == null ? UNKNOWN : String.format(Locale.ROOT, "%,.1f", number);
  }
}
