package dev.lockstep.flow;

import dev.lockstep.apply.Acknowledgement;
import dev.lockstep.checkpoint.Ledger;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells the ledger of a transaction once all submissions made for it are through. The maker holds
 * one share itself, so that nothing is told before the last submission was made: {@link #seal}.
 */
final class TransactionAck implements Acknowledgement {
  private final Ledger ledger;
  private final Ledger.Entry entry;
  private final Runnable whenAcknowledged;
  private final AtomicInteger unacknowledged = new AtomicInteger(1);
  private final AtomicInteger unsettled = new AtomicInteger(1);

  /**
   * @param whenAcknowledged called once, before the ledger is told
   */
  TransactionAck(Ledger ledger, Ledger.Entry entry, Runnable whenAcknowledged) {
    this.ledger = ledger;
    this.entry = entry;
    this.whenAcknowledged = whenAcknowledged;
  }

  /** This, for one more submission. */
  Acknowledgement share() {
    unacknowledged.incrementAndGet();
    unsettled.incrementAndGet();
    return this;
  }

  /** No submission follows. */
  void seal() {
    acknowledged();
    settled();
  }

  @Override
  public void acknowledged() {
    if (unacknowledged.decrementAndGet() == 0) {
      whenAcknowledged.run();
      ledger.acknowledged(entry);
    }
  }

  @Override
  public void settled() {
    if (unsettled.decrementAndGet() == 0) {
      ledger.settled(entry);
    }
  }
}
