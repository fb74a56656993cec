package dev.lockstep.daemon;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.LeaseKeeper;
import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.rowstore.RowStores;
import dev.lockstep.rowstore.StoreIdentity;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a pipeline does while it holds its lease: it makes sure that source, tables and kept rows
 * are its own, decides whether to load or to resume, and runs.
 *
 * @param config the pipeline's
 * @param mode how its operator wants it to start
 * @param source connected
 * @param plan compiled from it
 * @param target connected
 * @param controlStore the control table
 * @param control what it says, under the lease
 * @param lease held
 */
record Tenure(
    Config config,
    StartMode mode,
    SourceSide source,
    MappingPlan plan,
    DynamoDbTarget target,
    ControlStore controlStore,
    ControlSide control,
    LeaseKeeper lease) {
  private static final Logger log = LoggerFactory.getLogger(Tenure.class);

  /** Hears how the pipeline gets on. */
  interface Observer {
    void entered(Phase phase);

    void started(Run run);
  }

  /** Serves until there is a reason to end. */
  void serve(Metrics metrics, PipelineEnd end, Observer observer) throws InterruptedException {
    control.claim(identity().source(), plan.tables());
    if (mode == StartMode.RELOAD) {
      forget();
    }
    if (plan.kept().isEmpty()) {
      serve(Optional.empty(), metrics, end, observer);
      return;
    }
    KeptStore rows = KeptStore.open(config, identity(), plan.kept());
    boolean inUse = false;
    try {
      begin(rows);
      inUse = !serve(Optional.of(rows), metrics, end, observer);
    } finally {
      if (!inUse) {
        rows.close();
      }
    }
  }

  private StoreIdentity identity() {
    return new StoreIdentity(config.pipeline(), source.catalog().identity(), plan.hash());
  }

  /** The checkpoint first: a store without one is loaded anew, whatever it holds. */
  private void forget() {
    log.info("{}: forgets its checkpoint and its kept rows, to load again", config.pipeline());
    control.forgetCheckpoint();
    if (!plan.kept().isEmpty()) {
      RowStores.destroy(config.dataDir());
    }
  }

  private void begin(KeptStore rows) {
    Start start = Start.of(identity(), control.checkpoint().isPresent(), rows.found());
    if (start == Start.RELOAD) {
      log.warn("{}: {}", config.pipeline(), StartProblems.missing(config.dataDir()));
      control.forgetCheckpoint();
    }
    Optional<Checkpoint> checkpoint = control.checkpoint();
    if (checkpoint.isPresent()) {
      rows.resume(checkpoint.get().version());
      plan.requireFit(rows.rows().shapes());
    } else {
      rows.startAfresh();
    }
  }

  /**
   * @return whether the run ended wholly, so that what it used may be closed
   */
  private boolean serve(
      Optional<KeptStore> rows, Metrics metrics, PipelineEnd end, Observer observer)
      throws InterruptedException {
    LoadPlan load = LoadPlan.of(config, plan.tables(), target.tableAdmin(), control);
    observer.entered(begin(load));
    try (ItemStore items = new FencedStore(target.itemStore(plan.tables()), lease)) {
      Run run =
          new Run(
              new Surroundings(config, source, plan, controlStore, control, items, rows, metrics),
              load,
              end,
              phase -> enter(phase, observer));
      observer.started(run);
      run.start();
      Optional<Problem> problem = end.await();
      problem.ifPresent(p -> log.error("{}: stops: {}", config.pipeline(), p));
      run.stop();
      return run.hasEnded();
    }
  }

  private Phase begin(LoadPlan load) {
    if (load.needed()) {
      control.loadBegins(load.inBatches());
      log.info(
          "{}: loads{}{}",
          config.pipeline(),
          load.inBatches() ? " in batches" : ", item by item",
          load.compares() ? ", over the items that are there" : "");
      return Phase.LOADING;
    }
    control.streamingBegins();
    log.info("{}: streams from its checkpoint", config.pipeline());
    return Phase.STREAMING;
  }

  private void enter(Phase next, Observer observer) {
    observer.entered(next);
    log.info("{}: {}", config.pipeline(), next.label());
    try {
      control.streamingBegins();
    } catch (LockstepException e) {
      log.warn("{}: the phase could not be stored: {}", config.pipeline(), e.problem());
    }
  }
}
