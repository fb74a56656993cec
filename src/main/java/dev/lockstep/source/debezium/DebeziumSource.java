package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.Version;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.ChangeSource;
import dev.lockstep.source.SourceFault;
import dev.lockstep.source.SourceStatus;
import dev.lockstep.source.SourceStatus.Held;
import dev.lockstep.source.TransactionSink;
import dev.lockstep.source.mysql.MysqlOptions;
import dev.lockstep.source.postgres.PostgresOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of a database: a supervisor over runs of Debezium's engine. Each run starts from the
 * newest durable position (or, without one, with a snapshot) and ends with a fault; one that may
 * pass leads to another run after a wait, any other one to the caller.
 */
public final class DebeziumSource implements ChangeSource {
  private static final Logger LOG = LoggerFactory.getLogger(DebeziumSource.class);
  private static final Duration TICK = Duration.ofMillis(250);

  private final Database database;
  private final Map<TableId, TableNeeds> needs;
  private final FaultPolicy policy;
  private final AtomicLong restarts = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean running;
  private volatile BooleanSupplier allowed = () -> true;
  private long farthest;
  private boolean loaded;
  private volatile @Nullable SourceRun current;
  private volatile @Nullable Problem fault;

  private DebeziumSource(Database database, Map<TableId, TableNeeds> needs) {
    this.database = database;
    this.needs = Map.copyOf(needs);
    this.policy = new FaultPolicy(new BackOff(database.limits().maxBackOff(), new Random()));
  }

  /**
   * The changes of a PostgreSQL database.
   *
   * @param needs the tables to read and what of them
   */
  public static DebeziumSource of(PostgresOptions options, Map<TableId, TableNeeds> needs) {
    return new DebeziumSource(new PostgresDatabase(options), needs);
  }

  /**
   * The changes of a MySQL database.
   *
   * @param needs the tables to read and what of them
   */
  public static DebeziumSource of(MysqlOptions options, Map<TableId, TableNeeds> needs) {
    return new DebeziumSource(new MysqlDatabase(options), needs);
  }

  @Override
  public void run(TransactionSink sink, Supplier<Optional<SourcePosition>> durable)
      throws InterruptedException {
    running = true;
    try (Spill spill = new Spill(database.spillDir())) {
      while (!isClosing()) {
        awaitLeave(durable);
        SourceFault over = isClosing() ? null : runOnce(sink, durable, spill);
        if (over != null && !isClosing()) {
          recover(over);
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private void awaitLeave(Supplier<Optional<SourcePosition>> durable) throws InterruptedException {
    while (!isClosing() && !(allowed.getAsBoolean() && isLoadSettled(durable))) {
      boolean told = closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
      LOG.trace("waited for leave, closing: {}", told);
    }
  }

  /**
   * A load that was taken is about to be durable. To begin another one meanwhile would take away
   * what going on from the first one needs: its replication slot, or its history of shapes.
   */
  private boolean isLoadSettled(Supplier<Optional<SourcePosition>> durable) {
    return !loaded || durable.get().isPresent();
  }

  @Override
  public void startOnlyIf(BooleanSupplier condition) {
    allowed = condition;
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** One run; absent if it ended because it was told to. */
  private @Nullable SourceFault runOnce(
      TransactionSink sink, Supplier<Optional<SourcePosition>> durable, Spill spill)
      throws InterruptedException {
    SourceRun run = new SourceRun(database, needs, sink, durable, spill);
    SourceFault over;
    try {
      over = follow(run);
    } catch (InterruptedException | RuntimeException e) {
      stop(run);
      throw e;
    }
    stop(run);
    loaded |= !run.isLoading();
    return over;
  }

  private @Nullable SourceFault follow(SourceRun run) throws InterruptedException {
    try {
      run.start();
      current = run;
      LOG.info("reading from {}", database.address());
      return watch(run);
    } catch (LogBusyException e) {
      return new SourceFault(e.problem(), true);
    } catch (SQLException | LockstepException e) {
      return database.classify(e);
    }
  }

  private void stop(SourceRun run) throws InterruptedException {
    if (!run.stop(database.limits().closeTimeout())) {
      throw new LockstepException(stuck());
    }
  }

  private @Nullable SourceFault watch(SourceRun run) throws InterruptedException {
    while (!run.awaitEnd(TICK)) {
      if (isClosing()) {
        return null;
      }
      SourceFault stopping = tick(run);
      if (stopping != null) {
        return stopping;
      }
      if (run.isSilent()) {
        return new SourceFault(silent(), true);
      }
    }
    Throwable failure = run.failure();
    return failure == null ? new SourceFault(endedByItself(), true) : database.classify(failure);
  }

  /**
   * A fault here is the upkeep's, not the stream's, which will tell of its own; but a server that
   * stops waits for its readers, so they have to let go.
   *
   * @return the fault, if the server is stopping
   */
  private @Nullable SourceFault tick(SourceRun run) {
    try {
      run.tick(System.nanoTime());
      noteProgress(run);
      return null;
    } catch (SQLException e) {
      LOG.debug("upkeep failed: {}", e.getMessage());
      run.forgetConnection();
      return database.isStopping(e) ? database.classify(e) : null;
    }
  }

  /**
   * What comes again, or a load that begins again, is no progress: it may fail at the same place.
   */
  private void noteProgress(SourceRun run) {
    long position = run.lastPosition();
    if (!run.isLoading() && Long.compareUnsigned(position, farthest) > 0) {
      farthest = position;
      policy.succeeded();
      fault = null;
    }
  }

  private void recover(SourceFault over) throws InterruptedException {
    Problem before = fault;
    fault = over.problem();
    if (!policy.mayRetry(over)) {
      throw new LockstepException(over.problem());
    }
    Duration wait = policy.nextWait();
    restarts.incrementAndGet();
    if (before == null || !before.code().equals(over.problem().code())) {
      LOG.warn("{}; trying again with growing waits", over.problem());
    }
    boolean told = closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("waited {} ms, closing: {}", wait.toMillis(), told);
  }

  @Override
  public SourceStatus status() {
    SourceRun run = current;
    if (run == null) {
      return new SourceStatus(false, null, -1, -1, restarts.get(), Held.NOTHING, Map.of(), fault);
    }
    return run.status(restarts.get(), fault);
  }

  @Override
  public String format(Version version) {
    return database.format(version.position());
  }

  /**
   * From the thread that is inside the sink, it returns at once: that thread has to come back
   * first.
   */
  @Override
  public void close() {
    closing.countDown();
    SourceRun run = current;
    if (!running || (run != null && run.isDeliveredBy(Thread.currentThread()))) {
      return;
    }
    try {
      long limit = 2 * database.limits().closeTimeout().toMillis();
      if (!ended.await(limit, TimeUnit.MILLISECONDS)) {
        LOG.error("{}", stuck());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Problem silent() {
    return problem(
        "SOURCE-SILENT",
        "the log is no longer read, though the reader has not failed",
        "nothing: it is started again; if this happens often, report it with the log");
  }

  private Problem endedByItself() {
    return problem(
        "SOURCE-ENDED",
        "the reader ended without saying why",
        "nothing: it is started again; if this happens often, report it with the log");
  }

  private Problem stuck() {
    return Problem.error(
        Category.INTERNAL,
        "ENGINE-STUCK",
        "the reader did not end within " + database.limits().closeTimeout(),
        database.address(),
        "end this process and start it again; nothing is lost");
  }

  private Problem problem(String code, String what, String remedy) {
    return Problem.error(Category.SOURCE, code, what, database.address(), remedy);
  }

  /** The server's address; no secrets. */
  @Override
  public String toString() {
    return "DebeziumSource[" + database.address() + "]";
  }
}
