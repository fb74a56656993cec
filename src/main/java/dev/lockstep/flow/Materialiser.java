package dev.lockstep.flow;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Transaction;
import dev.lockstep.mapping.MappedSink;
import dev.lockstep.mapping.SilentActions;

/**
 * Makes items of what the source delivers. With kept rows or without: a plan that keeps none pays
 * for none. For the thread that takes the transactions.
 */
interface Materialiser {

  /** A load begins, or begins again; what an earlier one kept is forgotten. */
  void beginLoad();

  /**
   * A transaction, or a part of one, follows; to be called before it is mapped.
   *
   * @param ack of that transaction: it waits for what is written before it, too
   */
  default void before(Transaction transaction, TransactionAck ack) throws InterruptedException {}

  /**
   * Adds what the source did without logging it; to be called before a transaction is netted.
   *
   * @param parts takes the transaction, in as many parts as it needs, and maps each
   */
  default void complete(Transaction transaction, SilentActions.Parts parts)
      throws InterruptedException {
    parts.accept(transaction);
  }

  /**
   * Maps a transaction, a part of one or a slice of a load.
   *
   * @param net every transaction in order, also one without changes
   */
  void map(NetTransaction net, MappedSink sink) throws InterruptedException;

  /** Maps what could not be mapped before all rows of the load were there. */
  void endLoad(Transaction end, MappedSink sink) throws InterruptedException;
}
