package dev.lockstep.source;

import dev.lockstep.change.Transaction;

/** Takes transactions in order, from one thread. */
@FunctionalInterface
public interface TransactionSink {
  /**
   * Takes the next transaction. Blocks while the pipeline is full: that is what stops the reading.
   *
   * @throws InterruptedException when the source is to stop; the transaction was not taken
   */
  void accept(Transaction transaction) throws InterruptedException;
}
