package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.SourceStatus;
import dev.lockstep.source.SourceStatus.Held;
import dev.lockstep.source.TransactionSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run: an engine, what it feeds, and the upkeep beside it, all made anew. */
final class SourceRun {
  private final Database database;
  private final Map<TableId, TableNeeds> needs;
  private final TransactionSink sink;
  private final Supplier<Optional<SourcePosition>> durable;
  private final Spill spill;
  private final Database.Session session;
  private final Database.EngineView view = new View();
  private volatile @Nullable EngineRun engine;
  private volatile @Nullable Assembler assembler;

  SourceRun(
      Database database,
      Map<TableId, TableNeeds> needs,
      TransactionSink sink,
      Supplier<Optional<SourcePosition>> durable,
      Spill spill) {
    this.database = database;
    this.needs = needs;
    this.sink = sink;
    this.durable = durable;
    this.spill = spill;
    this.session = database.open(needs, durable);
  }

  /** Prepares the server and starts the engine. */
  void start() throws SQLException {
    Optional<SourcePosition> from = durable.get();
    session.prepare(from);
    String prefix = "lockstep-" + UUID.randomUUID();
    LogRecords log = session.log(prefix);
    Assembler made = assembler(from.isEmpty());
    RecordDecoder decoder =
        new RecordDecoder(new TableDecoders(needs, session.shapes()), log, made, prefix);
    EngineRun run = new EngineRun(session.properties(prefix), decoder, made, this::offset);
    assembler = made;
    engine = run;
    run.start();
  }

  private Optional<ByteBuffer> offset() {
    return durable
        .get()
        .map(session::offset)
        .map(json -> ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
  }

  private Assembler assembler(boolean loading) {
    SourceLimits limits = database.limits();
    spill.clear();
    return new Assembler(
        database.epoch(),
        new Assembler.Limits(
            limits.maxTransactionChanges(), limits.maxTransactionBytes(), limits.snapshotSlice()),
        loading,
        session::consistentPoint,
        spill,
        sink);
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
    session.tick(now, view);
  }

  void forgetConnection() {
    session.forget();
  }

  boolean isSilent() {
    return session.isSilent();
  }

  /** Whether the snapshot is under way: until its end was taken. */
  boolean isLoading() {
    Assembler made = assembler;
    return made == null || made.isLoading();
  }

  long lastPosition() {
    Assembler made = assembler;
    return made == null ? 0 : made.lastPosition();
  }

  boolean isDeliveredBy(Thread thread) {
    EngineRun run = engine;
    return run != null && run.isDeliveredBy(thread);
  }

  SourceStatus status(long restarts, @Nullable Problem fault) {
    EngineRun run = engine;
    Assembler made = assembler;
    long position = lastPosition();
    Database.Figures figures = session.figures();
    return new SourceStatus(
        run != null && run.isConnected(),
        position == 0 ? null : database.format(position),
        figures.sourceBytes(),
        figures.retainedBytes(),
        restarts,
        made == null ? Held.NOTHING : made.held(),
        figures.estimatedRows(),
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
    session.close(over);
    return over;
  }

  /** The engine as the session sees it. */
  private final class View implements Database.EngineView {
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
    public long deliveries() {
      EngineRun run = engine;
      return run == null ? 0 : run.deliveries();
    }

    @Override
    public long lastPosition() {
      return SourceRun.this.lastPosition();
    }
  }
}
