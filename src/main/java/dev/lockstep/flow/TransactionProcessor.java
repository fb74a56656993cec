package dev.lockstep.flow;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.UnnettableException;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.mapping.MappedSink;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.TransactionSink;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes transactions from the source through netting and mapping to the applier, in order, on the
 * source's thread. What it cannot map stops it with a problem, before anything of that slice is
 * submitted.
 */
final class TransactionProcessor implements TransactionSink {
  private final Ledger ledger;
  private final Turn turn;
  private final Netting netting = new Netting();
  private final Materialiser items;
  private final SliceWriter writer;
  private final LoadEnd loadEnd;
  private final ChangeMetrics counters;
  private final Metrics metrics;
  private final InstantSource clock;
  private volatile @Nullable Version newestChange;
  private volatile @Nullable Double captureSeconds;

  TransactionProcessor(
      Ledger ledger,
      Turn turn,
      Materialiser items,
      SliceWriter writer,
      LoadEnd loadEnd,
      ChangeMetrics counters,
      Metrics metrics,
      InstantSource clock) {
    this.ledger = ledger;
    this.turn = turn;
    this.items = items;
    this.writer = writer;
    this.loadEnd = loadEnd;
    this.counters = counters;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void accept(Transaction transaction) throws InterruptedException {
    turn.take(
        () -> {
          Optional<Ledger.Entry> entry = ledger.register(transaction);
          if (entry.isPresent()) {
            counters.count(transaction);
            note(transaction);
            deliver(transaction, entry.get());
          }
        });
  }

  private void note(Transaction transaction) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    captureSeconds = Math.max(0, now - transaction.commitMicros()) / 1e6;
    if (!transaction.changes().isEmpty()) {
      newestChange = transaction.version();
    }
  }

  /** From the commit of the newest transaction to its reading; null if none has come yet. */
  @Nullable Double captureSeconds() {
    return captureSeconds;
  }

  /** The version of the newest transaction that changed rows; empty if none has come yet. */
  Optional<Version> newestChange() {
    return Optional.ofNullable(newestChange);
  }

  /** What breaks off is delivered again by the source, or ends the run. */
  private void deliver(Transaction transaction, Ledger.Entry entry) throws InterruptedException {
    boolean delivered = false;
    try {
      process(transaction, entry);
      delivered = true;
    } finally {
      if (!delivered) {
        ledger.abandoned(entry);
      }
    }
  }

  private void process(Transaction transaction, Ledger.Entry entry) throws InterruptedException {
    TransactionAck ack = new TransactionAck(ledger, entry, () -> acknowledged(transaction));
    if (transaction.kind() != Transaction.Kind.STREAM && loadEnd.begins(transaction.version())) {
      items.beginLoad();
    }
    items.before(transaction, ack);
    items.complete(transaction, part -> map(part, writer.of(part, ack)));
    if (transaction.kind() == Transaction.Kind.SNAPSHOT_END) {
      items.endLoad(transaction, writer.of(transaction, ack));
      loadEnd.reached(transaction, ack);
    }
    ack.seal();
  }

  private void map(Transaction transaction, MappedSink sink) throws InterruptedException {
    try {
      items.map(net(transaction), sink);
    } catch (UnnettableException e) {
      throw new LockstepException(unnettable(transaction, e), e);
    }
  }

  /** Nothing to net: a heartbeat only moves the position. */
  private NetTransaction net(Transaction transaction) {
    return transaction.changes().isEmpty()
        ? new NetTransaction(transaction, Set.of(), List.of())
        : netting.net(transaction);
  }

  private static Problem unnettable(Transaction transaction, UnnettableException e) {
    return Problem.error(
        Category.DATA,
        "TRANSACTION-UNNETTABLE",
        "what a transaction left behind cannot be told: " + e.getMessage(),
        "transaction of version " + transaction.version(),
        "Raise source.max-transaction-changes and source.max-transaction-bytes so that the"
            + " transaction flows whole, and start with 'lockstep run --reload', since a part of it"
            + " may be written; or raise apply.max-shown-keys if that is what was met, and start"
            + " again.");
  }

  private void acknowledged(Transaction transaction) {
    if (transaction.kind() == Transaction.Kind.STREAM && !transaction.changes().isEmpty()) {
      long micros = TimeUnit.MILLISECONDS.toMicros(clock.millis()) - transaction.commitMicros();
      metrics.applyLatency().record(TimeUnit.MICROSECONDS.toNanos(Math.max(0, micros)));
    }
  }
}
