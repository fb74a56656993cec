package dev.lockstep.daemon;

import dev.lockstep.apply.Applier;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.UnnettableException;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappedTransaction;
import dev.lockstep.mapping.Mapper;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.TransactionSink;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes transactions from the source through netting and mapping to the applier, in order, on the
 * source's thread. What it cannot map stops it with a problem, before anything of that transaction
 * is submitted.
 */
final class TransactionProcessor implements TransactionSink {
  private final Ledger ledger;
  private final Netting netting = new Netting();
  private final Mapper mapper;
  private final Applier applier;
  private final Moves moves;
  private final Sweep sweep;
  private final LoadEnd loadEnd;
  private final ChangeMetrics counters;
  private final Metrics metrics;
  private final InstantSource clock;

  TransactionProcessor(
      Ledger ledger,
      Mapper mapper,
      Applier applier,
      Moves moves,
      Sweep sweep,
      LoadEnd loadEnd,
      ChangeMetrics counters,
      Metrics metrics,
      InstantSource clock) {
    this.ledger = ledger;
    this.mapper = mapper;
    this.applier = applier;
    this.moves = moves;
    this.sweep = sweep;
    this.loadEnd = loadEnd;
    this.counters = counters;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void accept(Transaction transaction) throws InterruptedException {
    Optional<Ledger.Entry> entry = ledger.register(transaction);
    if (entry.isPresent()) {
      counters.count(transaction);
      deliver(transaction, entry.get());
    }
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
    if (transaction.kind() != Transaction.Kind.STREAM) {
      loadEnd.slice(transaction.version());
    }
    if (!transaction.changes().isEmpty()) {
      write(transaction, ack);
    }
    if (transaction.kind() == Transaction.Kind.SNAPSHOT_END) {
      loadEnd.reached(transaction, ack);
    }
    ack.seal();
  }

  private void write(Transaction transaction, TransactionAck ack) throws InterruptedException {
    try {
      NetTransaction net = netting.net(transaction);
      write(net, mapper.map(net), ack);
    } catch (UnnettableException e) {
      throw new LockstepException(unnettable(transaction, e), e);
    }
  }

  private static Problem unnettable(Transaction transaction, UnnettableException e) {
    return Problem.error(
        Category.DATA,
        "TRANSACTION-UNNETTABLE",
        "what a transaction left behind cannot be told: " + e.getMessage(),
        "transaction of version " + transaction.version(),
        "Raise source.max-transaction-changes and source.max-transaction-bytes so that the"
            + " transaction flows whole; then start again.");
  }

  private void write(NetTransaction net, MappedTransaction mapped, TransactionAck ack)
      throws InterruptedException {
    refuseBadRows(mapped.badRows());
    for (ItemTypePlan type : mapped.truncated()) {
      truncate(type, mapped, net.transaction(), ack);
    }
    moves.carryOut(mapped.moves(), ack);
    applier.submit(mapped.writes(), ack.share());
  }

  /** What the transaction wrote after the TRUNCATE has the same version, so it must be spared. */
  private void truncate(
      ItemTypePlan type, MappedTransaction mapped, Transaction transaction, TransactionAck ack)
      throws InterruptedException {
    Set<ItemKey> written = new HashSet<>();
    mapped.writes().forEach(write -> written.add(write.key()));
    mapped.moves().forEach(move -> written.add(move.patch().key()));
    sweep.delete(
        type.table().name(),
        stored ->
            type.ownsKey(stored.item().key())
                && stored.version() != null
                && !written.contains(stored.item().key()),
        transaction,
        ack);
  }

  private static void refuseBadRows(List<BadRow> badRows) {
    if (!badRows.isEmpty()) {
      throw new LockstepException(badRows.stream().map(BadRow::problem).toList(), null);
    }
  }

  private void acknowledged(Transaction transaction) {
    if (transaction.kind() == Transaction.Kind.STREAM && !transaction.changes().isEmpty()) {
      long micros = TimeUnit.MILLISECONDS.toMicros(clock.millis()) - transaction.commitMicros();
      metrics.applyLatency().record(TimeUnit.MICROSECONDS.toNanos(Math.max(0, micros)));
    }
  }
}
