package dev.lockstep.flow;

import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.MappedSink;
import dev.lockstep.mapping.SilentActions;
import org.jspecify.annotations.Nullable;

/**
 * Has the control table remember how a transaction is cut before the first part of it is written:
 * whoever starts after a crash has to cut it the same way.
 */
final class NotingParts implements Materialiser {
  private final Materialiser items;
  private final Flow.Notes notes;
  private final TransactionCut cut;
  private final UntilAnswered patience;
  private @Nullable Version noted;

  /**
   * @param items makes the items
   * @param cut how transactions are cut in this run
   * @param patience with the control table
   */
  NotingParts(Materialiser items, Flow.Notes notes, TransactionCut cut, UntilAnswered patience) {
    this.items = items;
    this.notes = notes;
    this.cut = cut;
    this.patience = patience;
  }

  @Override
  public void beginLoad() {
    items.beginLoad();
  }

  @Override
  public void before(Transaction transaction, TransactionAck ack) throws InterruptedException {
    items.before(transaction, ack);
  }

  @Override
  public void complete(Transaction transaction, SilentActions.Parts parts)
      throws InterruptedException {
    items.complete(
        transaction,
        part -> {
          note(part);
          parts.accept(part);
        });
  }

  /** Once for each transaction; the last part of one is known by its position. */
  private void note(Transaction part) throws InterruptedException {
    boolean more = part.kind() == Transaction.Kind.STREAM && part.position() == null;
    if (more && !isNoted(part.version())) {
      patience.carryOut(() -> notes.cutsBy(cut, part.version()));
      noted = part.version();
    }
  }

  private boolean isNoted(Version part) {
    Version last = noted;
    return last != null && last.epoch() == part.epoch() && last.position() == part.position();
  }

  @Override
  public void map(NetTransaction net, MappedSink sink) throws InterruptedException {
    items.map(net, sink);
  }

  @Override
  public void endLoad(Transaction end, MappedSink sink) throws InterruptedException {
    items.endLoad(end, sink);
  }
}
