package dev.lockstep.mapping;

import dev.lockstep.change.TableId;

/** Takes what a mapper makes, slice by slice. */
@FunctionalInterface
public interface MappedSink {
  /**
   * Takes a slice; the mapper goes on when this returns, so memory is bounded by one slice.
   *
   * @throws InterruptedException when the pipeline is to stop; the rest is not made
   */
  void accept(MappedTransaction slice) throws InterruptedException;

  /**
   * Says how far a change of very many items has come; said after each slice but the last.
   *
   * @param table whose changed rows they are the items of; in a build of all items, their root
   * @param items how many were written so far; one may count twice
   */
  default void progress(TableId table, long items) {}
}
