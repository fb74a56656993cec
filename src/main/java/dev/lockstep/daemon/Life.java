package dev.lockstep.daemon;

import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.Lease;
import dev.lockstep.checkpoint.LeaseKeeper;
import dev.lockstep.checkpoint.LeaseListener;
import dev.lockstep.checkpoint.Patience;
import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.letters.LetterStore;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.StoredReports;
import dev.lockstep.wiring.Problems;
import dev.lockstep.wiring.Servers;
import dev.lockstep.wiring.Wiring;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline's life in its process: checks, lease, and then running and pausing in turn until there
 * is a reason to end. Each run after a pause begins as the first one did: it connects anew and
 * reads source, mapping and control table as they are then.
 */
final class Life {
  private static final Logger log = LoggerFactory.getLogger(Life.class);
  private static final int POLLS_PER_LEASE = 3;
  private static final Duration LOCK_POLL = Duration.ofMillis(200);
  private static final Duration SOURCE_POLL = Duration.ofSeconds(2);

  /** What may pass: no reason to give up a pipeline that ran already. */
  private static final Set<String> PASSING =
      Set.of("SOURCE-UNREACHABLE", "SOURCE-NOT-READY", "TARGET-UNREACHABLE");

  private final Config config;
  private final Metrics metrics;
  private final PipelineEnd end;
  private final LifeWatcher watcher;
  private final Helm helm;
  private final HandoverDesk desk;
  private StartMode mode;
  private @Nullable Servers ready;
  private volatile boolean waited;

  Life(
      Config config,
      StartMode mode,
      Metrics metrics,
      PipelineEnd end,
      Helm helm,
      HandoverDesk desk,
      LifeWatcher watcher) {
    this.config = config;
    this.mode = mode;
    this.metrics = metrics;
    this.end = end;
    this.helm = helm;
    this.desk = desk;
    this.watcher = watcher;
  }

  /** Lives until there is a reason to end. */
  void live() throws InterruptedException {
    String table = config.target().controlTable();
    try (DynamoDbTarget control = DynamoDbTarget.open(Wiring.target(config));
        ControlStore store = Wiring.controlStore(config, control);
        LiveSteering steering =
            new LiveSteering(
                config.pipeline(),
                new StoredSteering(config, store, control.documents(table), InstantSource.system()),
                helm,
                watcher::obeyed);
        LeaseKeeper keeper = keeper(store)) {
      Problems.logOrThrow(control.check());
      boolean cutOver = isCutOver(store, control.documents(table));
      steering.start(config.lease().duration().dividedBy(POLLS_PER_LEASE));
      watcher.steeredBy(steering);
      watcher.reportsIn(new StoredReports(control.documents(table), config.pipeline()));
      watcher.leasedBy(keeper);
      Optional<DataDir> directory = dataDir(store);
      try {
        if (!helm.isPaused() && !cutOver && !end.isNear()) {
          ready = Servers.open(config);
        }
        if (!end.isNear()) {
          reign(store, control, steering, keeper);
        }
      } finally {
        letGo();
        directory.ifPresent(DataDir::close);
      }
    }
  }

  /** The folder, as soon as no other process of this pipeline has it; empty if the end is near. */
  private Optional<DataDir> dataDir(ControlStore store) throws InterruptedException {
    if (!config.lease().standBy()) {
      return Optional.of(DataDir.lock(config.dataDir(), config.pipeline()));
    }
    Optional<DataDir> directory = DataDir.tryLock(config.dataDir(), config.pipeline());
    if (directory.isEmpty()) {
      log.info("{}: stands by: another process has its data-dir", config.pipeline());
      watcher.waitsFor(owner(store));
    }
    while (directory.isEmpty() && !end.isNear()) {
      helm.rest(LOCK_POLL);
      directory = DataDir.tryLock(config.dataDir(), config.pipeline());
    }
    return directory;
  }

  private String owner(ControlStore store) {
    return store
        .read(config.pipeline())
        .flatMap(record -> Optional.ofNullable(record.owner()))
        .map(Owner::description)
        .orElse("another process on this machine");
  }

  /** Those that were checked before the lease was there, if nothing can have changed since. */
  private Optional<Servers> servers() throws InterruptedException {
    Servers early = ready;
    if (early != null && !waited) {
      ready = null;
      return Optional.of(early);
    }
    letGo();
    return connected();
  }

  /** A source that is away when a pipeline is resumed, or taken over, is waited for. */
  private Optional<Servers> connected() throws InterruptedException {
    Optional<Servers> opened = Optional.empty();
    boolean noted = false;
    while (opened.isEmpty() && !end.isNear() && !helm.isPaused()) {
      try {
        opened = Optional.of(Servers.open(config));
      } catch (LockstepException e) {
        if (!PASSING.contains(e.problem().code())) {
          throw e;
        }
        if (!noted) {
          log.warn("{}: cannot go on yet: {}", config.pipeline(), e.problem());
        }
        noted = true;
        watcher.hinderedBy(e.problem());
        helm.rest(SOURCE_POLL);
      }
    }
    watcher.hinderedBy(null);
    return opened;
  }

  private void letGo() {
    if (ready != null) {
      ready.close();
      ready = null;
    }
  }

  /**
   * Whether the target has taken over.
   *
   * @throws LockstepException {@code CUT-OVER} if nothing is left to do for that
   */
  private boolean isCutOver(ControlStore store, Documents documents) {
    Optional<CutOverFact> fact = store.read(config.pipeline()).flatMap(CutOverFact::of);
    if (fact.isPresent() && HandoverDesk.isOver(config, documents)) {
      throw new LockstepException(fact.get().refusal(config.pipeline()));
    }
    return fact.isPresent();
  }

  private void reign(
      ControlStore store, DynamoDbTarget table, LiveSteering steering, LeaseKeeper keeper)
      throws InterruptedException {
    LetterStore letters = Wiring.letterStore(config, table);
    Documents documents = table.documents(config.target().controlTable());
    Lease acquired = keeper.acquire(patience());
    try {
      isCutOver(store, documents);
      ControlSide control = new ControlSide(store, config.pipeline(), acquired);
      watcher.reigns();
      try (LiveHandover handover = desk.open(control, documents)) {
        serve(new Reign(config, store, table, control, letters, keeper), steering);
      }
    } finally {
      keeper.release();
    }
  }

  private void serve(Reign reign, LiveSteering steering) throws InterruptedException {
    ControlSide control = reign.control();
    while (!end.isNear()) {
      if (control.cutOver().isPresent()) {
        retire(reign);
      } else if (helm.isPaused()) {
        hold(reign, steering);
      } else {
        run(reign);
        if (!end.isNear()) {
          control.readAgain();
        }
      }
    }
  }

  private void run(Reign reign) throws InterruptedException {
    watcher.entered(Phase.STARTING);
    Optional<Servers> opened = servers();
    if (opened.isEmpty()) {
      return;
    }
    StartMode how = mode;
    mode = StartMode.RESUME;
    try (Servers servers = opened.get()) {
      new Tenure(
              config,
              how,
              servers,
              reign.store(),
              reign.control(),
              reign.letters(),
              reign.keeper(),
              helm,
              desk)
          .serve(metrics, end, watcher);
    }
  }

  /** Nothing runs any more, unless the cutover is taken back. */
  private void retire(Reign reign) throws InterruptedException {
    ControlSide control = reign.control();
    reign.standStill(
        () -> false,
        watcher::verifying,
        () -> {
          watcher.entered(Phase.CUT_OVER);
          log.info("{}: cut over", config.pipeline());
          helm.awaitThat(() -> control.cutOver().isEmpty());
        });
    if (!end.isNear()) {
      control.readAgain();
    }
  }

  private void hold(Reign reign, LiveSteering steering) throws InterruptedException {
    reign.control().pausing();
    reign.standStill(
        helm.seal()::isHealing,
        watcher::verifying,
        () -> {
          watcher.held(reign.control());
          watcher.entered(Phase.PAUSED);
          new Pausing(config.pipeline(), helm, steering).await(end);
        });
  }

  private Patience patience() {
    return config.lease().standBy() ? Patience.STAND_BY : Patience.UNLESS_ALIVE;
  }

  private LeaseKeeper keeper(ControlStore store) {
    return new LeaseKeeper(
        store,
        config.pipeline(),
        ThisProcess.asOwner(),
        config.lease().duration(),
        listener(),
        System::nanoTime,
        InstantSource.system());
  }

  /** What else becomes of the lease, its keeper logs. */
  private LeaseListener listener() {
    return new LeaseListener() {
      @Override
      public void waiting(Owner holder, Duration atMost) {
        waited = true;
        letGo();
        watcher.waitsFor(holder.description());
      }

      @Override
      public void lost(Problem problem) {
        end.failed(problem);
      }
    };
  }
}
