package dev.lockstep.daemon;

import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.checkpoint.ControlStore.TableClaim;
import dev.lockstep.checkpoint.ControlStore.Update;
import dev.lockstep.checkpoint.Lease;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TransactionCut;
import dev.lockstep.item.TableSpec;
import dev.lockstep.mapping.Fingerprint;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the control table says about this pipeline, and what this run adds to it under its lease:
 * which source and which tables are the pipeline's own, how far the load is, how the last run
 * ended.
 */
final class ControlSide implements Flow.Notes {
  private static final String SOURCE = "source";
  private static final String LOAD = "load";
  private static final String STOP = "stop";
  private static final String QUIET = "quiet";
  private static final String BATCHES = "batches";
  private static final String CONDITIONAL = "conditional";
  private static final String MAPPING = "mapping";
  private static final String REACHED = "reached";
  private static final String CUT = "cut";
  private static final String CUT_AT = "cut-version";
  private static final String LOADED = "loaded-version";
  private static final String NONE = "";

  private final ControlStore store;
  private final String pipeline;
  private final Lease lease;
  private PipelineRecord record;
  private boolean ranBefore;
  private boolean forgotten;
  private volatile Optional<CutOverFact> cutOver;
  private volatile @Nullable Version loadedNow;

  ControlSide(ControlStore store, String pipeline, Lease lease) {
    this.store = store;
    this.pipeline = pipeline;
    this.lease = lease;
    this.record = lease.record();
    this.ranBefore = record.generation() > 1;
    this.cutOver = CutOverFact.of(record);
  }

  /** Reads what stands there after a run of this very process, before the next one. */
  void readAgain() {
    PipelineRecord now = store.read(pipeline).orElseThrow(this::leaseLost);
    if (now.generation() != generation() || now.owner() == null) {
      throw leaseLost();
    }
    record = now;
    ranBefore = true;
    forgotten = false;
  }

  long generation() {
    return lease.record().generation();
  }

  /** Whether the owner before did not give its lease back: it may still read from the source. */
  boolean isTakenOver() {
    return lease.takenFrom().isPresent();
  }

  Optional<Checkpoint> checkpoint() {
    return forgotten ? Optional.empty() : Optional.ofNullable(record.checkpoint());
  }

  /** Whether the run before may have left requests on their way to the target. */
  boolean lateWritesPossible() {
    return ranBefore && !QUIET.equals(record.facts().get(STOP));
  }

  /**
   * Whether a load was begun. Where no checkpoint follows it, it was not finished: its items may be
   * stale, and are ours.
   */
  boolean loadWasBegun() {
    return forgotten || record.facts().containsKey(LOAD);
  }

  /** The mapping that the items are made with; empty if that is not known. */
  Optional<Fingerprint> mapping() {
    return checkpoint().flatMap(loaded -> mappingOf(record));
  }

  /** The mapping that a pipeline's items are made with; empty if that is not known, or none are. */
  static Optional<Fingerprint> mappingOf(PipelineRecord record) {
    return Optional.ofNullable(record.checkpoint())
        .map(loaded -> record.facts().get(MAPPING))
        .flatMap(Fingerprint::parse);
  }

  /** All items are made with this mapping now. */
  void mappingIs(Fingerprint mapping) {
    save(null, Map.of(MAPPING, mapping.toText()));
  }

  /** The highest version that items may have by what is known; empty if there are none. */
  Optional<Version> reached() {
    return Stream.concat(
            Optional.ofNullable(record.checkpoint()).map(Checkpoint::version).stream(),
            Version.parse(record.facts().get(REACHED)).stream())
        .max(Comparator.naturalOrder());
  }

  /**
   * How a run cut a transaction into parts of which it may have left some behind; empty if the
   * checkpoint is past all such transactions. A load leaves nothing of them.
   */
  Optional<TransactionCut> cut() {
    Optional<Version> part = Version.parse(record.facts().get(CUT_AT));
    return checkpoint()
        .filter(resumed -> part.filter(resumed.version()::isAfter).isEmpty())
        .flatMap(resumed -> TransactionCut.parse(record.facts().get(CUT)));
  }

  @Override
  public void cutsBy(TransactionCut cut, Version part) {
    save(null, Map.of(CUT, cut.toText(), CUT_AT, part.toDecimal()));
  }

  /** No transaction is half written: the next run may cut as it likes. */
  void leavesNoParts() {
    save(null, Map.of(CUT, NONE, CUT_AT, NONE));
  }

  /** Whether that load wrote in unconditional batches. */
  boolean loadWasInBatches() {
    return !forgotten && BATCHES.equals(record.facts().get(LOAD));
  }

  /**
   * Makes source and tables the pipeline's own.
   *
   * @throws LockstepException if they are not what the pipeline began with, or somebody else's
   */
  void claim(String source, List<TableSpec> tables) {
    String known = record.facts().get(SOURCE);
    if (known != null && !known.equals(source)) {
      throw new LockstepException(otherSource(known, source));
    }
    for (TableSpec table : tables) {
      TableClaim wanted = new TableClaim(pipeline, source);
      TableClaim holder = store.claim(table.name(), wanted);
      if (!holder.equals(wanted)) {
        throw new LockstepException(claimed(table.name(), holder));
      }
    }
    save(null, Map.of(SOURCE, source, STOP, NONE));
  }

  /**
   * Forgets the checkpoint: from now on the pipeline is one whose load, item by item, has begun and
   * is not finished, and a crash does not change that.
   */
  void forgetCheckpoint() {
    Map<String, String> facts = new HashMap<>(Map.of(LOAD, CONDITIONAL));
    reached().ifPresent(version -> facts.put(REACHED, version.toDecimal()));
    Update update = new Update(null, Phase.LOADING.label(), facts);
    if (!store.forgetCheckpoint(pipeline, generation(), update)) {
      throw leaseLost();
    }
    forgotten = true;
  }

  /**
   * A load begins.
   *
   * @param mapping the items are made with; of no account before the load is complete
   * @param now of the source: its items have no lower version
   */
  void loadBegins(boolean inBatches, Fingerprint mapping, Version now) {
    save(
        Phase.LOADING,
        Map.of(
            LOAD,
            inBatches ? BATCHES : CONDITIONAL,
            MAPPING,
            mapping.toText(),
            REACHED,
            now.toDecimal()));
  }

  /** The version that a load gave every item; empty if that is not known. */
  Optional<Version> loaded() {
    Version now = loadedNow;
    return now == null ? loadedOf(lease.record()) : Optional.of(now);
  }

  /** The same as a record says it. */
  static Optional<Version> loadedOf(PipelineRecord record) {
    return Version.parse(record.facts().get(LOADED));
  }

  @Override
  public void loadedAt(Version version) {
    loadedNow = version;
    save(null, Map.of(LOADED, version.toDecimal()));
  }

  void streamingBegins() {
    save(Phase.STREAMING, Map.of());
  }

  void pausing() {
    save(Phase.PAUSED, Map.of());
  }

  /** That the target has taken over, if it has. */
  Optional<CutOverFact> cutOver() {
    return cutOver;
  }

  /** The target has taken over: from now on no daemon of this pipeline writes. */
  void recordCutOver(CutOverFact fact) {
    save(Phase.CUT_OVER, Map.of(CutOverFact.NAME, fact.toText()));
    cutOver = Optional.of(fact);
  }

  /** It has not, after all; harmless if it never had. */
  void takeBackCutOver() {
    save(Phase.STREAMING, Map.of(CutOverFact.NAME, NONE));
    cutOver = Optional.empty();
  }

  /** The next run need not fear late writes of this one. */
  void stoppedQuietly() {
    save(null, Map.of(STOP, QUIET));
  }

  private void save(@Nullable Phase phase, Map<String, String> facts) {
    Update update = new Update(null, phase == null ? null : phase.label(), new HashMap<>(facts));
    if (!store.save(pipeline, generation(), update)) {
      throw leaseLost();
    }
  }

  private LockstepException leaseLost() {
    return new LockstepException(
        Problem.error(
            Category.TARGET,
            "LEASE-LOST",
            "another daemon has taken over pipeline '" + pipeline + "'",
            null,
            "Nothing has to be done if that is meant; else stop the other daemon."));
  }

  private Problem otherSource(String known, String found) {
    return Problem.error(
        Category.SOURCE,
        "SOURCE-CHANGED",
        "pipeline '" + pipeline + "' began with source " + known + ", and this is " + found,
        "source",
        "Point the configuration at the source that it began with. A restored or promoted server"
            + " is another source: give a new pipeline name and new tables, or see"
            + " docs/operations.md.");
  }

  private Problem claimed(String table, TableClaim holder) {
    String who =
        Objects.equals(holder.pipeline(), pipeline)
            ? "this pipeline over source " + holder.source()
            : "pipeline '" + holder.pipeline() + "'";
    return Problem.error(
        Category.TARGET,
        "TABLE-CLAIMED",
        "pipeline '" + pipeline + "' may not write to " + table + ": " + who + " does",
        table,
        "Map to other tables, or use that pipeline's name and source.");
  }
}
