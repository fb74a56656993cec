package dev.lockstep.cli;

import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.PipelineStatus.Counters;
import dev.lockstep.daemon.PipelineStatus.Lag;
import dev.lockstep.daemon.PipelineStatus.RowStore;
import dev.lockstep.flow.LoadReport.BuiltItems;
import dev.lockstep.flow.LoadReport.LoadedTable;
import dev.lockstep.flow.Spreading;
import dev.lockstep.verify.ScrubProgress;
import dev.lockstep.verify.ScrubProgress.Difference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A status as a page of text. */
final class StatusPage {
  private static final int BAR_WIDTH = 20;
  private static final int SHOWN_DIFFERENCES = 3;

  private final Terminal terminal;

  StatusPage(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(PipelineStatus status, URI address) {
    terminal.line(
        terminal.bold(status.pipeline())
            + " is "
            + coloured(status.phase())
            + "  "
            + terminal.dim(address.toString()));
    terminal.line("");
    field("lag", lag(status.lag()));
    field("position", known(status.position()));
    field("checkpoint", known(status.checkpoint()));
    counters(status.counters());
    field("in flight", Quantities.count(status.inFlight(), "write"));
    keptRows(status.rowStore());
    fanOut(status.fanOut());
    new OperatedPage(terminal, this::field).print(status);
    scrub(status.scrub());
    load(status);
    if (status.error() != null) {
      terminal.line("");
      new Problems(terminal).print(List.of(status.error()), terminal.out());
    }
  }

  private String coloured(Phase phase) {
    return switch (phase) {
      case STREAMING, LOADING, CUT_OVER -> terminal.green(phase.label());
      case STARTING, STANDBY, PAUSED, DRAINING -> terminal.yellow(phase.label());
      case FAILED -> terminal.red(phase.label());
    };
  }

  private void field(String name, String value) {
    terminal.line("  " + terminal.dim(String.format(Locale.ROOT, "%-12s", name)) + "  " + value);
  }

  private static String known(@Nullable String value) {
    return value == null ? "none yet" : value;
  }

  private static String lag(Lag lag) {
    List<String> parts = new ArrayList<>();
    parts.add(Quantities.seconds(lag.seconds()));
    if (lag.sourceBytes() != null) {
      parts.add(Quantities.bytes(lag.sourceBytes()) + " of log after the checkpoint");
    }
    if (lag.retainedBytes() != null) {
      parts.add(Quantities.bytes(lag.retainedBytes()) + " retained by the source");
    }
    return String.join(", ", parts);
  }

  private void counters(Counters counters) {
    field("changes", Quantities.count(counters.changes()));
    field(
        "writes",
        Quantities.count(counters.writes())
            + " applied, "
            + Quantities.count(counters.superseded())
            + " superseded, "
            + Quantities.count(counters.retries())
            + " retried, "
            + Quantities.count(counters.throttled())
            + " throttled");
    String letters = Quantities.count(counters.deadLetters());
    field("dead letters", counters.deadLetters() == 0 ? letters : terminal.red(letters));
  }

  private void load(PipelineStatus status) {
    List<LoadedTable> tables = status.load().tables();
    List<BuiltItems> items = status.load().items();
    int width =
        Stream.concat(
                tables.stream().map(LoadedTable::table), items.stream().map(BuiltItems::itemType))
            .mapToInt(String::length)
            .max()
            .orElse(0);
    for (int i = 0; i < tables.size(); i++) {
      field(i == 0 ? "load" : "", LoadLine.of(tables.get(i), width, BAR_WIDTH));
    }
    for (int i = 0; i < items.size(); i++) {
      field(i == 0 ? "build" : "", LoadLine.of(items.get(i), width, BAR_WIDTH));
    }
  }

  private void keptRows(@Nullable RowStore store) {
    if (store != null) {
      field(
          "row store",
          Quantities.count(store.rows(), "row")
              + ", "
              + Quantities.bytes(store.diskBytes())
              + " on disk, "
              + Quantities.bytes(store.memoryBytes())
              + " of memory");
    }
  }

  private void scrub(@Nullable ScrubProgress scrub) {
    if (scrub == null) {
      return;
    }
    String found = Quantities.count(scrub.differences(), "difference");
    field(
        "scrub",
        (scrub.differences() == 0 ? found : terminal.red(found))
            + ", pass "
            + Quantities.count(scrub.passes() + 1)
            + " at "
            + Math.round(Math.floor(100 * scrub.share()))
            + " %"
            + (scrub.standing() == null ? "" : ", stands down: " + scrub.standing()));
    for (Difference each : scrub.open().stream().limit(SHOWN_DIFFERENCES).toList()) {
      field("", each.kind() + " " + each.key() + ", since " + each.since());
      each.commands().forEach(command -> field("", "$ " + command));
    }
  }

  private void fanOut(@Nullable Spreading change) {
    if (change != null) {
      field(
          "fan-out",
          String.join(", ", change.tables())
              + ": "
              + Quantities.count(change.items(), "item")
              + " so far, for "
              + Quantities.seconds(change.seconds()));
    }
  }
}
