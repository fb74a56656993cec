package dev.lockstep.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.jmx.JmxReporter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * All metrics of one process. Thread-safe. Handles by table are made once and kept: ask for them
 * outside of loops, or inside; a look-up by name is one hash.
 */
public final class Metrics {
  private static final String CLOUDWATCH_NAMESPACE = "Lockstep";

  private static final double[] WRITE_BOUNDS_MILLIS = {
    1, 2, 3, 5, 7.5, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1_000, 2_500, 5_000, 10_000
  };
  private static final double[] APPLY_BOUNDS_MILLIS = {
    2, 5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 750, 1_000, 2_000, 5_000, 10_000,
    30_000, 60_000, 300_000, 900_000, 3_600_000
  };

  private final SeriesRegistry registry = new SeriesRegistry();
  private final Map<String, ChangeCounters> changes = new ConcurrentHashMap<>();
  private final Map<String, WriteCounters> writes = new ConcurrentHashMap<>();
  private final Map<String, Counter> loadRows = new ConcurrentHashMap<>();
  private final Map<Series, Counter> throttled = new ConcurrentHashMap<>();
  private final Map<String, Bound> bounds = new ConcurrentSkipListMap<>();
  private final Counter transactions = registry.counter(Series.of(Family.TRANSACTIONS_TOTAL));
  private final Counter retries = registry.counter(Series.of(Family.RETRIES_TOTAL));
  private final Counter checkpoints = registry.counter(Series.of(Family.CHECKPOINTS_TOTAL));
  private final Latency writeTime =
      registry.latency(Series.of(Family.WRITE_SECONDS), WRITE_BOUNDS_MILLIS);
  private final Latency applyLatency =
      registry.latency(Series.of(Family.APPLY_LATENCY_SECONDS), APPLY_BOUNDS_MILLIS);

  /** The counters of a source table ({@code schema.table}): {@code lockstep_changes_total}. */
  public ChangeCounters changes(String table) {
    return changes.computeIfAbsent(table, this::newChangeCounters);
  }

  private ChangeCounters newChangeCounters(String table) {
    Map<ChangeOp, Counter> byOp = new EnumMap<>(ChangeOp.class);
    for (ChangeOp op : ChangeOp.values()) {
      byOp.put(op, registry.counter(Series.of(Family.CHANGES_TOTAL, table, op.label())));
    }
    return new ChangeCounters(byOp);
  }

  /**
   * The counters of a target table: {@code lockstep_writes_total} and {@code
   * lockstep_write_units_total}.
   */
  public WriteCounters writes(String table) {
    return writes.computeIfAbsent(table, this::newWriteCounters);
  }

  private WriteCounters newWriteCounters(String table) {
    DoubleAdder units = new DoubleAdder();
    registry.gauge(Series.of(Family.WRITE_UNITS_TOTAL, table), units::sum);
    Map<WriteResult, Counter> byResult = new EnumMap<>(WriteResult.class);
    for (WriteResult result : WriteResult.values()) {
      byResult.put(result, registry.counter(Series.of(Family.WRITES_TOTAL, table, result.label())));
    }
    return new WriteCounters(byResult, units);
  }

  /**
   * Counts an attempt that was refused for want of capacity: {@code lockstep_throttled_total}.
   *
   * @param table the target table
   * @param reason DynamoDB's own reason
   */
  public void throttled(String table, String reason) {
    Series key = Series.of(Family.THROTTLED_TOTAL, table, reason);
    throttled.computeIfAbsent(key, registry::counter).inc();
  }

  /** Counts rows that the initial load has read: {@code lockstep_load_rows}. */
  public void loadedRows(String table, long rows) {
    loadRows
        .computeIfAbsent(table, t -> registry.counter(Series.of(Family.LOAD_ROWS, t)))
        .inc(rows);
  }

  /** Counts a transaction, a part of one or a slice of the snapshot. */
  public void transaction() {
    transactions.inc();
  }

  /** Counts an attempt after the first of a write. */
  public void retry() {
    retries.inc();
  }

  /** Counts a stored checkpoint. */
  public void checkpoint() {
    checkpoints.inc();
  }

  /** Time of one write attempt: {@code lockstep_write_seconds}. */
  public Latency writeTime() {
    return writeTime;
  }

  /** Time from commit to acknowledgement: {@code lockstep_apply_latency_seconds}. */
  public Latency applyLatency() {
    return applyLatency;
  }

  /**
   * Publishes what is read from the pipeline whenever somebody looks. Call it once.
   *
   * @param phases the labels of all phases
   */
  public void watch(PipelineReadings readings, Collection<String> phases) {
    registry.gauge(Series.of(Family.LAG_SECONDS), readings::lagSeconds);
    registry.gauge(Series.of(Family.CAPTURE_LAG_SECONDS), readings::captureSeconds);
    registry.gauge(Series.of(Family.DRAIN_SECONDS), readings::drainSeconds);
    registry.gauge(Series.of(Family.PAUSE_BUDGET_SECONDS), readings::pauseBudgetSeconds);
    registry.gauge(Series.of(Family.PAUSE_BUDGET_LEVEL), readings::pauseBudgetLevel);
    registry.gauge(Series.of(Family.LAG_SOURCE_BYTES), readings::lagSourceBytes);
    registry.gauge(Series.of(Family.RETAINED_BYTES), readings::retainedBytes);
    registry.gauge(Series.of(Family.IN_FLIGHT), readings::inFlight);
    registry.gauge(Series.of(Family.DEAD_LETTERS), readings::deadLetters);
    registry.gauge(Series.of(Family.PAUSED), () -> readings.paused() ? 1 : 0);
    registry.gauge(Series.of(Family.LEASE_HELD), () -> readings.leaseHeld() ? 1 : 0);
    for (String phase : phases) {
      registry.gauge(Series.of(Family.PHASE, phase), () -> phase.equals(readings.phase()) ? 1 : 0);
    }
  }

  /**
   * Publishes what is read from a row store whenever somebody looks. A later call takes the place
   * of an earlier one.
   *
   * @param tables the kept tables: {@code schema.table}
   */
  public void watchRowStore(RowStoreReadings readings, Collection<String> tables) {
    for (String table : tables) {
      registry.gauge(Series.of(Family.ROW_STORE_ROWS, table), () -> readings.rows(table));
    }
    registry.gauge(Series.of(Family.ROW_STORE_DISK_BYTES), readings::diskBytes);
    registry.gauge(Series.of(Family.ROW_STORE_MEMORY_BYTES), readings::memoryBytes);
    registry.gauge(
        Series.of(Family.ROW_STORE_PENDING_COMPACTION_BYTES), readings::pendingCompactionBytes);
    registry.gauge(Series.of(Family.ROW_STORE_CACHE_HITS_TOTAL), readings::cacheHits);
    registry.gauge(Series.of(Family.ROW_STORE_CACHE_MISSES_TOTAL), readings::cacheMisses);
  }

  /** Publishes what is read from verifications whenever somebody looks. Call it once. */
  public void watchVerifications(VerifyReadings readings) {
    registry.gauge(Series.of(Family.VERIFY_RUNNING), () -> readings.running() ? 1 : 0);
    registry.gauge(Series.of(Family.VERIFY_ITEMS), readings::compared);
    registry.gauge(Series.of(Family.VERIFY_SCANNED), readings::scanned);
    registry.gauge(Series.of(Family.VERIFY_FINDINGS), readings::findings);
    registry.gauge(Series.of(Family.VERIFY_UNCONFIRMED), readings::unconfirmed);
    registry.gauge(Series.of(Family.VERIFY_SOURCE_ROWS), readings::sourceRows);
    registry.gauge(Series.of(Family.VERIFY_READ_UNITS), readings::readUnits);
  }

  /** Publishes what is read from a scrub whenever somebody looks. */
  public void watchScrub(ScrubReadings readings) {
    registry.gauge(Series.of(Family.SCRUB_WORKING), () -> readings.working() ? 1 : 0);
    registry.gauge(Series.of(Family.SCRUB_DIFFERENCES), readings::differences);
    registry.gauge(Series.of(Family.SCRUB_LAST_PASS_SECONDS), readings::passEnded);
    registry.gauge(Series.of(Family.SCRUB_PASS_SHARE), readings::share);
    registry.gauge(Series.of(Family.SCRUB_ITEMS_TOTAL), readings::items);
    registry.gauge(Series.of(Family.SCRUB_UNCONFIRMED_TOTAL), readings::unconfirmed);
    registry.gauge(Series.of(Family.SCRUB_SOURCE_ROWS_TOTAL), readings::sourceRows);
    registry.gauge(Series.of(Family.SCRUB_READ_UNITS_TOTAL), readings::readUnits);
  }

  /** Publishes how far the transaction is that is being spread: {@code lockstep_fan_out_items}. */
  public void fanOut(LongSupplier items) {
    registry.gauge(Series.of(Family.FAN_OUT_ITEMS), items::getAsLong);
  }

  /** Publishes how many items of a type a load has built: {@code lockstep_load_items}. */
  public void loadedItems(String itemType, LongSupplier items) {
    registry.gauge(Series.of(Family.LOAD_ITEMS, itemType), items::getAsLong);
  }

  /** Publishes how often the source restarted itself: {@code lockstep_source_restarts_total}. */
  public void sourceRestarts(LongSupplier restarts) {
    registry.gauge(Series.of(Family.SOURCE_RESTARTS_TOTAL), restarts::getAsLong);
  }

  /**
   * Publishes a bound and how much of it is in use: {@code lockstep_limit}, {@code
   * lockstep_limit_used}.
   *
   * @param name the configuration key: {@code apply.max-in-flight}
   * @param limit the bound, in the key's unit
   * @param used what is in use, in the same unit; cheap, never blocks
   */
  public void limit(String name, double limit, DoubleSupplier used) {
    registry.gauge(Series.of(Family.LIMIT, name), () -> limit);
    registry.gauge(Series.of(Family.LIMIT_USED, name), used);
    bounds.put(name, new Bound(limit, used));
  }

  /**
   * Publishes a bound of which nothing is in use for any length of time: {@code lockstep_limit}.
   *
   * @param name the configuration key: {@code verify.chunk-rows}
   * @param limit the bound, in the key's unit; durations in seconds
   */
  public void limit(String name, double limit) {
    registry.gauge(Series.of(Family.LIMIT, name), () -> limit);
  }

  /**
   * The bounds that were published with their use, and how much of each is in use now, by
   * configuration key.
   */
  public Map<String, Use> limits() {
    Map<String, Use> uses = new TreeMap<>();
    bounds.forEach((name, bound) -> uses.put(name, new Use(bound.limit, bound.used.getAsDouble())));
    return uses;
  }

  /**
   * A bound now.
   *
   * @param limit the bound, in its key's unit
   * @param used what is in use, in the same unit
   */
  public record Use(double limit, double used) {}

  private record Bound(double limit, DoubleSupplier used) {}

  /** Attempts to write since the start, over all tables, by the label of what became of them. */
  public Map<String, Long> outcomes() {
    Map<String, Long> outcomes = new LinkedHashMap<>();
    for (WriteResult result : WriteResult.values()) {
      outcomes.put(result.label(), written(result));
    }
    return outcomes;
  }

  /** Attempts refused for want of capacity since the start, over all tables, by the reason. */
  public Map<String, Long> throttledByReason() {
    Map<String, Long> reasons = new TreeMap<>();
    throttled.forEach(
        (series, count) -> reasons.merge(series.labels().get(1), count.getCount(), Long::sum));
    return reasons;
  }

  /** What was counted since the start, over all tables. */
  public Totals totals() {
    return new Totals(
        changes.values().stream().mapToLong(ChangeCounters::total).sum(),
        written(WriteResult.APPLIED),
        written(WriteResult.SUPERSEDED),
        retries.getCount(),
        written(WriteResult.THROTTLED));
  }

  private long written(WriteResult result) {
    return writes.values().stream().mapToLong(counters -> counters.count(result)).sum();
  }

  /** All metrics in Prometheus' text format, version 0.0.4, in a stable order. */
  public String prometheusText() {
    return registry.prometheusText();
  }

  /**
   * Writes metrics for CloudWatch: lines in its embedded metric format, namespace {@code Lockstep}.
   *
   * @param interval between two lines
   * @param lines takes each line
   * @return closing it writes a last line
   */
  public AutoCloseable publishToCloudWatch(
      String pipeline, Duration interval, Consumer<String> lines) {
    CloudWatchLog log =
        new CloudWatchLog(
            new EmbeddedMetrics(CLOUDWATCH_NAMESPACE, pipeline),
            registry,
            InstantSource.system(),
            lines);
    log.start(interval);
    return log;
  }

  /**
   * Publishes all metrics over JMX, in the domain {@code dev.lockstep}, durations in seconds.
   *
   * @return closing it takes them away again
   */
  public AutoCloseable publishOverJmx(String pipeline) {
    JmxReporter reporter = registry.jmx(pipeline);
    reporter.start();
    return reporter;
  }
}
