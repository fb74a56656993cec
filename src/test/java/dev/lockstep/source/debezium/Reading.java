package dev.lockstep.source.debezium;

import static org.awaitility.Awaitility.await;

import dev.lockstep.change.Change;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.Transaction;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.TransactionSink;
import dev.lockstep.source.mysql.MysqlOptions;
import dev.lockstep.source.postgres.PostgresOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A source at work in a thread, and what came out of it. */
final class Reading implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final DebeziumSource source;
  private final List<Transaction> taken = new ArrayList<>();
  private volatile Optional<SourcePosition> durable;
  private final AtomicLong asked = new AtomicLong();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;
  private volatile boolean acknowledging = true;
  private volatile boolean keepingChanges = true;
  private volatile boolean blocking;
  private final CountDownLatch blocked = new CountDownLatch(1);

  private Reading(DebeziumSource source, Optional<SourcePosition> durable) {
    this.source = source;
    this.durable = durable;
  }

  /** Begins without a position, with a load; what is taken is durable at once. */
  static Reading load(DebeziumSource source) {
    return start(source, Optional.empty());
  }

  static Reading load(PostgresOptions options, Map<TableId, TableNeeds> needs) {
    return load(DebeziumSource.of(options, needs));
  }

  static Reading load(MysqlOptions options, Map<TableId, TableNeeds> needs) {
    return load(DebeziumSource.of(options, needs));
  }

  static Reading resume(DebeziumSource source, SourcePosition from) {
    return start(source, Optional.of(from));
  }

  static Reading resume(MysqlOptions options, Map<TableId, TableNeeds> needs, SourcePosition from) {
    return resume(DebeziumSource.of(options, needs), from);
  }

  static Reading resume(
      PostgresOptions options, Map<TableId, TableNeeds> needs, SourcePosition from) {
    return resume(DebeziumSource.of(options, needs), from);
  }

  /** A load whose first transaction is never taken. */
  static Reading blocked(DebeziumSource source) {
    Reading reading = new Reading(source, Optional.empty());
    reading.blocking = true;
    reading.begin();
    return reading;
  }

  /** A load of which nothing becomes durable for now. */
  static Reading unacknowledged(DebeziumSource source) {
    Reading reading = new Reading(source, Optional.empty());
    reading.acknowledging = false;
    reading.begin();
    return reading;
  }

  private static Reading start(DebeziumSource source, Optional<SourcePosition> durable) {
    Reading reading = new Reading(source, durable);
    reading.begin();
    return reading;
  }

  private void begin() {
    Thread thread = new Thread(this::run, "reading");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    TransactionSink sink = this::take;
    try {
      source.run(sink, this::askedForDurable);
    } catch (Throwable e) {
      failure = e;
    } finally {
      over.countDown();
    }
  }

  private Optional<SourcePosition> askedForDurable() {
    asked.incrementAndGet();
    return durable;
  }

  /** Waits until the source has asked again, more than once, what is durable. */
  void awaitAsked() {
    long before = asked.get();
    awaitThat(all -> asked.get() >= before + 2);
  }

  private void take(Transaction transaction) throws InterruptedException {
    if (blocking) {
      blocked.countDown();
      over.await();
    }
    keep(transaction);
  }

  private synchronized void keep(Transaction transaction) {
    taken.add(keepingChanges ? transaction : withoutChanges(transaction));
    if (acknowledging && transaction.position() != null) {
      durable = Optional.of(transaction.position());
    }
  }

  private static Transaction withoutChanges(Transaction transaction) {
    return new Transaction(
        transaction.kind(),
        transaction.version(),
        transaction.commitMicros(),
        List.of(),
        transaction.position(),
        transaction.bytes());
  }

  /** From now on the changes are forgotten: they may be too many for memory. */
  void keepNoChanges() {
    keepingChanges = false;
  }

  /** From now on nothing becomes durable any more. */
  void stopAcknowledging() {
    acknowledging = false;
  }

  /** A position becomes durable, as do those after it. */
  synchronized void acknowledge(SourcePosition position) {
    durable = Optional.of(position);
    acknowledging = true;
  }

  Optional<SourcePosition> durable() {
    return durable;
  }

  DebeziumSource source() {
    return source;
  }

  /** What came, heartbeats left out. */
  synchronized List<Transaction> transactions() {
    return taken.stream()
        .filter(t -> !t.changes().isEmpty() || t.kind() != Transaction.Kind.STREAM)
        .toList();
  }

  synchronized List<Transaction> all() {
    return List.copyOf(taken);
  }

  /** The streamed transactions once there are as many. */
  List<Transaction> awaitStreamed(int count) {
    awaitThat(all -> streamed(all).size() >= count);
    return streamed(transactions());
  }

  static List<Transaction> streamed(List<Transaction> all) {
    return all.stream()
        .filter(t -> t.kind() == Transaction.Kind.STREAM && !t.changes().isEmpty())
        .toList();
  }

  /** The load's rows once it is complete. */
  List<Transaction> awaitLoaded() {
    awaitThat(all -> all.stream().anyMatch(t -> t.kind() == Transaction.Kind.SNAPSHOT_END));
    return transactions();
  }

  /** What the load read, whatever its slices. */
  List<Change> awaitLoadedChanges() {
    return awaitLoaded().stream()
        .filter(t -> t.kind() != Transaction.Kind.STREAM)
        .flatMap(t -> t.changes().stream())
        .toList();
  }

  void awaitThat(Predicate<List<Transaction>> condition) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .failFast(() -> requireRunning(condition))
        .until(() -> condition.test(all()));
  }

  private void requireRunning(Predicate<List<Transaction>> condition) {
    Throwable cause = failure;
    if (cause != null && !condition.test(all())) {
      throw new AssertionError("the source failed", cause);
    }
  }

  /** Waits until the pipeline is full. */
  void awaitBlocked() throws InterruptedException {
    if (!blocked.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("nothing came");
    }
  }

  void awaitOver() throws InterruptedException {
    if (!over.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the source still runs");
    }
  }

  boolean failed() {
    return failure != null;
  }

  static void awaitTrue(Callable<Boolean> condition) {
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  /** Waits until the source has given up, and says why. */
  Throwable awaitFailure() throws InterruptedException {
    if (!over.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the source still runs: " + source.status());
    }
    Throwable cause = failure;
    if (cause == null) {
      throw new AssertionError("the source ended without a failure");
    }
    return cause;
  }

  /** Waits until the source has given up with a problem that somebody has to deal with. */
  Problem awaitProblem() throws InterruptedException {
    Throwable cause = awaitFailure();
    if (cause instanceof LockstepException exception) {
      return exception.problem();
    }
    throw new AssertionError("the source failed without saying what to do", cause);
  }

  @Override
  public void close() {
    source.close();
  }
}
