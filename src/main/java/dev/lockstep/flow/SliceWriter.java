package dev.lockstep.flow;

import dev.lockstep.apply.Applier;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappedSink;
import dev.lockstep.mapping.MappedTransaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Brings what was mapped to the applier, slice by slice. */
final class SliceWriter {
  private final Applier applier;
  private final Moves moves;
  private final Sweep sweep;
  private final Unchanged unchanged;
  private final DeadLetters letters;

  SliceWriter(Applier applier, Moves moves, Sweep sweep, Unchanged unchanged, DeadLetters letters) {
    this.letters = letters;
    this.applier = applier;
    this.moves = moves;
    this.sweep = sweep;
    this.unchanged = unchanged;
  }

  /** A sink for the slices of a transaction, all of them under one acknowledgement. */
  MappedSink of(Transaction transaction, TransactionAck ack) {
    return slice -> write(slice, transaction, ack);
  }

  private void write(MappedTransaction mapped, Transaction transaction, TransactionAck ack)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the pipeline stops between two slices");
    }
    Version version = transaction.version();
    letters.take(mapped.badRows(), version, ack::share);
    for (ItemTypePlan type : mapped.truncated()) {
      truncate(type, mapped, transaction, ack);
    }
    moves.carryOut(mapped.moves(), ack);
    applier.submit(
        toWrite(mapped, transaction), letters.closing(mapped.recovered(), version, ack.share()));
  }

  private List<ItemWrite> toWrite(MappedTransaction mapped, Transaction transaction)
      throws InterruptedException {
    return transaction.kind() == Transaction.Kind.STREAM
        ? mapped.writes()
        : unchanged.without(mapped.writes());
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
    Predicate<DeadLetter> ofType = letter -> type.name().equals(letter.itemType());
    List<ItemWrite> deletes = new ArrayList<>();
    for (ItemKey named : letters.itemsBefore(transaction.version(), ofType)) {
      if (!written.contains(named)) {
        deletes.add(new ItemWrite.Delete(named, transaction.version(), transaction.commitMicros()));
      }
    }
    applier.submit(deletes, ack.share());
    letters.closeBefore(transaction.version(), ofType, ack::share);
  }
}
