package dev.lockstep.metrics;

import java.util.List;
import java.util.Locale;

/** Every metric that Lockstep has: its name, its kind, its labels and what it means. */
enum Family {
  LAG_SECONDS(
      Kind.GAUGE, "Age of the oldest committed change not yet acknowledged, 0 when none, seconds."),
  CAPTURE_LAG_SECONDS(
      Kind.GAUGE, "From commit to reading of the newest change, seconds; NaN when unknown."),
  DRAIN_SECONDS(
      Kind.GAUGE, "Until the target has caught up, at present rates, seconds; NaN when unknown."),
  PAUSE_BUDGET_SECONDS(
      Kind.GAUGE, "How long the source can wait, at its present rate, seconds; NaN when unknown."),
  PAUSE_BUDGET_LEVEL(Kind.GAUGE, "0 when the source can wait, 1 for a warning, 2 for an alarm."),
  LAG_SOURCE_BYTES(
      Kind.GAUGE, "Source log between the checkpoint and its end, bytes; NaN when unknown."),
  RETAINED_BYTES(
      Kind.GAUGE, "Source log that the source keeps for this pipeline, bytes; NaN when unknown."),
  IN_FLIGHT(Kind.GAUGE, "Write requests that are under way."),
  DEAD_LETTERS(Kind.GAUGE, "Changes that were set aside and are not yet resolved."),
  PAUSED(Kind.GAUGE, "1 while an operator holds the pipeline, else 0."),
  LEASE_HELD(Kind.GAUGE, "1 while this process may write, else 0."),
  PHASE(Kind.GAUGE, "1 for the phase that the pipeline is in, 0 for the others.", "phase"),
  LOAD_ROWS(Kind.GAUGE, "Rows that the initial load has read.", "table"),
  LOAD_ITEMS(Kind.GAUGE, "Items that the load has built from kept rows.", "type"),
  FAN_OUT_ITEMS(
      Kind.GAUGE,
      "Items made so far for the transaction that is being spread, 0 when there is none."),
  VERIFY_RUNNING(Kind.GAUGE, "1 while a verification is under way, else 0."),
  VERIFY_ITEMS(Kind.GAUGE, "Items that the newest verification has compared."),
  VERIFY_SCANNED(
      Kind.GAUGE,
      "Items of the target that the newest verification has seen in its search for strangers."),
  VERIFY_FINDINGS(Kind.GAUGE, "Differences that the newest verification has confirmed."),
  VERIFY_UNCONFIRMED(Kind.GAUGE, "Keys of which the newest verification could not tell."),
  VERIFY_SOURCE_ROWS(Kind.GAUGE, "Rows that the newest verification has read from the source."),
  VERIFY_READ_UNITS(Kind.GAUGE, "Read units that the newest verification has consumed."),
  SCRUB_WORKING(Kind.GAUGE, "1 while the scrub looks at items, 0 while it stands down."),
  SCRUB_DIFFERENCES(
      Kind.GAUGE, "Differences that the scrub has confirmed and that are not known to be gone."),
  SCRUB_LAST_PASS_SECONDS(
      Kind.GAUGE,
      "When the scrub last went through everything, seconds since 1970; 0 before that."),
  SCRUB_PASS_SHARE(Kind.GAUGE, "How much of its present pass the scrub has done, 0 to 1."),
  ROW_STORE_ROWS(Kind.GAUGE, "Rows that are kept.", "table"),
  ROW_STORE_DISK_BYTES(Kind.GAUGE, "Size of the row store's files."),
  ROW_STORE_MEMORY_BYTES(Kind.GAUGE, "Memory of the row store, outside the Java heap."),
  ROW_STORE_PENDING_COMPACTION_BYTES(
      Kind.GAUGE, "What the row store has still to rewrite; a lasting rise says the disk is slow."),
  LIMIT(Kind.GAUGE, "The bound that the configuration key of this name sets.", "key"),
  LIMIT_USED(Kind.GAUGE, "How much of the bound of this name is in use.", "key"),
  CHANGES_TOTAL(Kind.COUNTER, "Row changes taken from the source.", "table", "op"),
  TRANSACTIONS_TOTAL(Kind.COUNTER, "Source transactions taken, parts and slices each counted."),
  WRITES_TOTAL(
      Kind.COUNTER, "Attempts to write an item, by what became of them.", "table", "outcome"),
  WRITE_UNITS_TOTAL(Kind.COUNTER, "Write capacity units consumed, indexes included.", "table"),
  THROTTLED_TOTAL(Kind.COUNTER, "Attempts refused for want of capacity.", "table", "reason"),
  RETRIES_TOTAL(Kind.COUNTER, "Attempts after the first of a write."),
  CHECKPOINTS_TOTAL(Kind.COUNTER, "Checkpoints stored."),
  SOURCE_RESTARTS_TOTAL(Kind.COUNTER, "Times that the source was restarted after a fault."),
  SCRUB_ITEMS_TOTAL(Kind.COUNTER, "Items that the scrub has looked at."),
  SCRUB_UNCONFIRMED_TOTAL(Kind.COUNTER, "Items of which the scrub could not tell."),
  SCRUB_SOURCE_ROWS_TOTAL(Kind.COUNTER, "Rows that the scrub has read from the source."),
  SCRUB_READ_UNITS_TOTAL(Kind.COUNTER, "Read units that the scrub has consumed."),
  ROW_STORE_CACHE_HITS_TOTAL(Kind.COUNTER, "Blocks that the row store found in its cache."),
  ROW_STORE_CACHE_MISSES_TOTAL(Kind.COUNTER, "Blocks that the row store read from disk."),
  WRITE_SECONDS(Kind.HISTOGRAM, "Time of one write attempt, seconds."),
  APPLY_LATENCY_SECONDS(Kind.HISTOGRAM, "Time from a change's commit to its acknowledgement.");

  private final Kind kind;
  private final String help;

  /** Comma-separated: an enum holds nothing that could change. */
  private final String labels;

  Family(Kind kind, String help, String... labels) {
    this.kind = kind;
    this.help = help;
    this.labels = String.join(",", labels);
  }

  String metric() {
    return "lockstep_" + name().toLowerCase(Locale.ROOT);
  }

  Kind kind() {
    return kind;
  }

  String help() {
    return help;
  }

  List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
  }

  /** How a metric behaves, as Prometheus sees it. */
  enum Kind {
    GAUGE,
    COUNTER,
    HISTOGRAM;

    String prometheus() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
