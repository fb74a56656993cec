package dev.lockstep.daemon;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.LeaseKeeper;
import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.flow.KeptStore;
import dev.lockstep.flow.LoadPlan;
import dev.lockstep.flow.Remap;
import dev.lockstep.flow.Remapping;
import dev.lockstep.flow.TransactionCut;
import dev.lockstep.item.TableSpec;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.letters.LetterStore;
import dev.lockstep.mapping.Fingerprint;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.rowstore.RowStores;
import dev.lockstep.rowstore.StoreIdentity;
import dev.lockstep.verify.Verifications;
import dev.lockstep.wiring.Servers;
import dev.lockstep.wiring.SourceSide;
import dev.lockstep.wiring.Wiring;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a pipeline does while it holds its lease: it makes sure that source, tables and kept rows
 * are its own, decides whether to load or to resume, and runs.
 *
 * @param config the pipeline's
 * @param mode how its operator wants it to start
 * @param servers connected
 * @param controlStore the control table
 * @param control what it says, under the lease
 * @param letterStore where dead letters are kept
 * @param lease held
 * @param helm where orders come from
 * @param desk where cutovers and rehearsals are known
 */
record Tenure(
    Config config,
    StartMode mode,
    Servers servers,
    ControlStore controlStore,
    ControlSide control,
    LetterStore letterStore,
    LeaseKeeper lease,
    Helm helm,
    HandoverDesk desk) {
  private static final Logger log = LoggerFactory.getLogger(Tenure.class);

  private SourceSide source() {
    return servers.source();
  }

  private MappingPlan plan() {
    return servers.plan();
  }

  private DynamoDbTarget target() {
    return servers.target();
  }

  /** Serves until there is a reason to end, or to pause. */
  void serve(Metrics metrics, PipelineEnd end, LifeWatcher observer) throws InterruptedException {
    control.claim(identity().source(), plan().tables());
    if (control.isTakenOver()) {
      source().catalog().endReader();
    }
    if (mode == StartMode.RELOAD) {
      forget();
    }
    requireSameRows();
    if (plan().kept().isEmpty()) {
      discardRows();
      serve(Optional.empty(), metrics, end, observer);
      return;
    }
    try (KeptStore rows =
        KeptStore.open(config.dataDir(), Wiring.rowStore(config), identity(), plan().kept())) {
      begin(rows);
      serve(Optional.of(rows), metrics, end, observer);
    }
  }

  /** Before anything is changed: the mapping of before has to be as welcome as it was. */
  private void requireSameRows() {
    String own = Wiring.cut(config, plan()).tables();
    Optional<TransactionCut> other = control.cut().filter(cut -> !cut.tables().equals(own));
    if (other.isPresent()) {
      throw new LockstepException(other.get().mappingHeld());
    }
  }

  private StoreIdentity identity() {
    return new StoreIdentity(config.pipeline(), source().catalog().identity(), plan().hash());
  }

  /** The checkpoint first: a store without one is loaded anew, whatever it holds. */
  private void forget() {
    requireAhead();
    log.info("{}: forgets its checkpoint and its kept rows, to load again", config.pipeline());
    control.forgetCheckpoint();
    if (!plan().kept().isEmpty()) {
      RowStores.destroy(config.dataDir());
    }
  }

  /**
   * What a load writes must not be older than what is there.
   *
   * @return the source's version
   */
  private Version requireAhead() {
    Version now = source().catalog().currentVersion();
    control
        .reached()
        .filter(reached -> reached.isAfter(now))
        .ifPresent(
            reached -> {
              throw new LockstepException(StartProblems.behind(now, reached));
            });
    return now;
  }

  /** Not while items are still brought to the mapping: the one before may come back, and go on. */
  private void discardRows() {
    if (control.mapping().filter(Fingerprint::keepsNoRows).isPresent()) {
      KeptStore.discard(config.dataDir(), Wiring.rowStore(config), identity());
    }
  }

  private void begin(KeptStore rows) {
    Start start =
        Start.of(identity(), control.checkpoint().isPresent(), rows.found(), control.mapping());
    if (start == Start.RELOAD) {
      requireAhead();
      log.warn("{}: {}", config.pipeline(), StartProblems.missing(config.dataDir()));
      control.forgetCheckpoint();
    }
    Optional<Checkpoint> checkpoint = control.checkpoint();
    if (checkpoint.isEmpty()) {
      rows.startAfresh();
    } else if (start == Start.KEEP_FROM_NOW_ON) {
      rows.startAt(checkpoint.get().version());
    } else {
      rows.resume(checkpoint.get().version());
      plan().requireFit(rows.rows().shapes());
    }
  }

  private void serve(
      Optional<KeptStore> rows, Metrics metrics, PipelineEnd end, LifeWatcher observer)
      throws InterruptedException {
    LoadPlan load = LoadChoice.of(config, plan().tables(), target().tableAdmin(), control);
    Optional<Remap> remap = load.needed() ? Optional.empty() : remap(rows);
    TransactionCut cut = cut(load);
    Config own = Wiring.cutting(config, cut);
    Phase first = begin(load, remap);
    Optional<Remapping> remapping = remap.map(r -> Remapping.begin(r, source().catalog()));
    try (DeadLetters letters = letters(end);
        ItemStore fenced =
            new FencedStore(
                target().itemStore(tables(remap), this::mayWrite, Wiring.patience(config)),
                this::mayWrite,
                helm.seal());
        ItemStore items = letters.guarding(fenced)) {
      run(
          new Surroundings(
              own,
              source().with(own),
              plan(),
              controlStore,
              control,
              items,
              lease::mayWrite,
              letters,
              rows,
              remapping,
              metrics),
          load,
          first,
          end,
          observer);
    } finally {
      remapping.ifPresent(Remapping::close);
    }
  }

  /** Under the lease, and as long as the target has not taken over. */
  private boolean mayWrite() {
    return lease.mayWrite() && !helm.seal().isClosed();
  }

  /** A load leaves nothing of what was cut before. */
  private TransactionCut cut(LoadPlan load) {
    TransactionCut own = Wiring.cut(config, plan());
    TransactionCut cut = load.needed() ? own : control.cut().orElse(own);
    if (!cut.equals(own)) {
      log.warn("{}: {}", config.pipeline(), cut.held());
    }
    return cut;
  }

  private DeadLetters letters(PipelineEnd end) {
    DeadLetters.Surroundings around =
        new DeadLetters.Surroundings() {
          @Override
          public boolean mayWrite() {
            return Tenure.this.mayWrite();
          }

          @Override
          public void failed(Problem problem) {
            end.failed(problem);
          }
        };
    return DeadLetters.open(
        letterStore, Wiring.letters(config, plan()), around, InstantSource.system());
  }

  /**
   * @param first the phase that it begins in; told when all that the phase promises can be asked
   *     for
   */
  private void run(
      Surroundings around, LoadPlan load, Phase first, PipelineEnd end, LifeWatcher observer)
      throws InterruptedException {
    AtomicBoolean loading = new AtomicBoolean(load.needed());
    Run run =
        new Run(
            around,
            load,
            end,
            phase -> {
              enter(phase, observer);
              loading.set(false);
              helm.wake();
            });
    observer.started(run);
    Beside beside = new Beside(run, around.metrics(), config, servers);
    try (Verifications verifications = VerifyWiring.beside(beside, this::mayWrite, this::budget);
        Scrubbing scrubbing =
            Scrubbing.beside(beside, verifications, () -> mayWrite() && desk.isQuiet())) {
      observer.verifying(verifications);
      observer.scrubbing(scrubbing);
      observer.entered(first);
      run.start();
      helm.awaitStop(() -> !loading.get());
    } catch (InterruptedException e) {
      end.requested();
      stop(run, end, observer);
      throw e;
    }
    end.problem().ifPresent(p -> log.error("{}: stops: {}", config.pipeline(), p));
    stop(run, end, observer);
  }

  private double budget() {
    Double ordered = helm.desired().throttle().writeUnitsPerSecond();
    return ordered == null ? config.apply().writeUnitsPerSecond().orElse(0) : ordered;
  }

  private void stop(Run run, PipelineEnd end, LifeWatcher observer) throws InterruptedException {
    if (end.isNear()) {
      run.stop();
      return;
    }
    observer.entered(Phase.DRAINING);
    log.info("{}: finishes what is in flight, to pause", config.pipeline());
    run.settle(helm);
    observer.stopped(run);
  }

  /** What has to be done for a mapping that is not the one that the items were made with. */
  private Optional<Remap> remap(Optional<KeptStore> rows) throws InterruptedException {
    Optional<Remap> remap =
        Remap.of(control.mapping(), plan(), rows.map(KeptStore::lacking).orElse(Set.of()));
    if (remap.isEmpty()) {
      control.mappingIs(plan().fingerprint());
      return remap;
    }
    control.mappingIs(remap.get().underWay());
    return Optional.of(remap.get().sweepingOnly(existing(remap.get().tablesToSweep())));
  }

  /** Tables that a mapping does not name any more may have been dropped. */
  private List<TableSpec> existing(List<TableSpec> tables) throws InterruptedException {
    List<TableSpec> there = new ArrayList<>();
    for (TableSpec table : tables) {
      if (target().tableAdmin().check(List.of(table)).stream()
          .noneMatch(problem -> problem.code().equals("TABLE-MISSING"))) {
        there.add(table);
      }
    }
    return there;
  }

  /** All that are written to; a table's keys are what the mapping says now. */
  private Collection<TableSpec> tables(Optional<Remap> remap) {
    Map<String, TableSpec> tables = new LinkedHashMap<>();
    remap.ifPresent(r -> r.tablesToSweep().forEach(table -> tables.put(table.name(), table)));
    plan().tables().forEach(table -> tables.put(table.name(), table));
    return tables.values();
  }

  private Phase begin(LoadPlan load, Optional<Remap> remap) {
    if (load.needed()) {
      control.loadBegins(load.inBatches(), plan().fingerprint(), requireAhead());
      log.info(
          "{}: loads{}{}",
          config.pipeline(),
          load.inBatches() ? " in batches" : ", item by item",
          load.compares() ? ", over the items that are there" : "");
      return Phase.LOADING;
    }
    control.streamingBegins();
    if (remap.isPresent()) {
      log.info("{}: the mapping has changed: {}", config.pipeline(), remap.get().changes());
      return Phase.LOADING;
    }
    log.info("{}: streams from its checkpoint", config.pipeline());
    return Phase.STREAMING;
  }

  private void enter(Phase next, LifeWatcher observer) {
    observer.entered(next);
    log.info("{}: {}", config.pipeline(), next.label());
    try {
      control.streamingBegins();
    } catch (LockstepException e) {
      log.warn("{}: the phase could not be stored: {}", config.pipeline(), e.problem());
    }
  }
}
