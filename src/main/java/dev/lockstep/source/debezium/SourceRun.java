package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.SourceStatus;
import dev.lockstep.source.SourceStatus.Held;
import dev.lockstep.source.TransactionSink;
import dev.lockstep.source.postgres.Lsn;
import dev.lockstep.source.postgres.PostgresAdmin;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.PostgresTypes;
import dev.lockstep.source.postgres.TableShape;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run: an engine, what it feeds, and the upkeep beside it, all made anew. Two connections for
 * statements: one for the supervisor's thread, one for the thread that decodes.
 */
final class SourceRun {
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);

  private final PostgresOptions options;
  private final Map<TableId, TableNeeds> needs;
  private final TransactionSink sink;
  private final Supplier<Optional<SourcePosition>> durable;
  private final Spill spill;
  private final PostgresAdmin admin;
  private final PostgresAdmin shapes;
  private final SlotKeeper slots;
  private final SilenceWatch watch;
  private final Upkeep upkeep;
  private volatile @Nullable EngineRun engine;
  private volatile @Nullable Assembler assembler;

  SourceRun(
      PostgresOptions options,
      Map<TableId, TableNeeds> needs,
      TransactionSink sink,
      Supplier<Optional<SourcePosition>> durable,
      Spill spill) {
    this.options = options;
    this.needs = needs;
    this.sink = sink;
    this.durable = durable;
    this.spill = spill;
    this.admin = new PostgresAdmin(options);
    this.shapes = new PostgresAdmin(options);
    this.slots = new SlotKeeper(options, admin, needs.keySet());
    this.watch = new SilenceWatch(SILENCE_LIMIT, new WatchedEngine());
    this.upkeep = new Upkeep(admin, needs.keySet(), durable, options.limits().heartbeat(), watch);
  }

  /** Prepares slot and publication and starts the engine. */
  void start() throws SQLException {
    Optional<Long> from = durable.get().map(Lsn::of);
    if (from.isPresent()) {
      slots.prepareResume(from.get());
    } else {
      slots.prepareLoad();
    }
    upkeep.estimate();
    PostgresTypes types = admin.types();
    String prefix = "lockstep-" + UUID.randomUUID();
    Properties properties =
        EngineProperties.of(
            options, prefix, needs.keySet(), admin.generatedColumns(needs.keySet()), types);
    Assembler made = assembler(from.isEmpty());
    TableDecoders decoders = new TableDecoders(needs, types, this::shape);
    EngineRun run =
        new EngineRun(properties, new RecordDecoder(decoders, made, prefix), made, durable);
    assembler = made;
    engine = run;
    run.start();
  }

  private Assembler assembler(boolean loading) {
    SourceLimits limits = options.limits();
    spill.clear();
    return new Assembler(
        options.epoch(),
        new Assembler.Limits(
            limits.maxTransactionChanges(), limits.maxTransactionBytes(), limits.snapshotSlice()),
        loading,
        this::consistentPoint,
        spill,
        sink);
  }

  /** Nothing is flushed before the load is durable, so the slot still stands where it was made. */
  private long consistentPoint() {
    return ask(admin -> admin.slot().orElseThrow(this::slotGone).confirmedLsn());
  }

  private TableShape shape(TableId table) {
    return ask(admin -> admin.shape(table).orElseThrow(() -> tableGone(table)));
  }

  private interface Question<T> {
    T ask(PostgresAdmin admin) throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.ask(shapes);
    } catch (SQLException e) {
      throw new IllegalStateException("the source did not answer", e);
    }
  }

  private LockstepException slotGone() {
    return new LockstepException(
        Problem.error(
            Category.SOURCE,
            "SLOT-MISSING",
            "the replication slot " + options.slot() + " is gone",
            options.address(),
            "start the load again"));
  }

  private LockstepException tableGone(TableId table) {
    return new LockstepException(
        Problem.error(
            Category.SOURCE,
            "SOURCE-TABLE-MISSING",
            "a change came for a table that does not exist any more",
            table.toString(),
            "bring the table back or change the mapping, then load again"));
  }

  Problem busy(int pid) {
    return slots.busy(pid);
  }

  boolean awaitEnd(Duration limit) throws InterruptedException {
    return requireEngine().awaitEnd(limit);
  }

  private EngineRun requireEngine() {
    EngineRun run = engine;
    if (run == null) {
      throw new IllegalStateException("not started");
    }
    return run;
  }

  @Nullable Throwable failure() {
    return requireEngine().failure();
  }

  void tick(long now) throws SQLException {
    upkeep.tick(now);
  }

  void forgetConnection() {
    admin.close();
  }

  boolean isSilent() {
    return watch.isSilent();
  }

  /** Whether the snapshot is still under way. */
  boolean isLoading() {
    Assembler made = assembler;
    return made == null || made.isLoading();
  }

  long lastLsn() {
    Assembler made = assembler;
    return made == null ? 0 : made.lastLsn();
  }

  boolean isDeliveredBy(Thread thread) {
    EngineRun run = engine;
    return run != null && run.isDeliveredBy(thread);
  }

  SourceStatus status(@Nullable String position, long restarts, @Nullable Problem fault) {
    EngineRun run = engine;
    Assembler made = assembler;
    return upkeep.status(
        run != null && run.isConnected(),
        position,
        restarts,
        made == null ? Held.NOTHING : made.held(),
        fault);
  }

  /**
   * Ends the run.
   *
   * @return false if the engine did not end within the limit
   */
  boolean stop(Duration limit) throws InterruptedException {
    EngineRun run = engine;
    boolean over = run == null || run.stop(limit);
    admin.close();
    if (over) {
      shapes.close();
    }
    return over;
  }

  /** The engine as the watch sees it. */
  private final class WatchedEngine implements SilenceWatch.Engine {
    @Override
    public boolean isStreaming() {
      EngineRun run = engine;
      Assembler made = assembler;
      return run != null && run.isConnected() && made != null && !made.isLoading();
    }

    @Override
    public boolean isDelivering() {
      EngineRun run = engine;
      return run != null && run.isDelivering();
    }

    @Override
    public long lastLsn() {
      return SourceRun.this.lastLsn();
    }
  }
}
