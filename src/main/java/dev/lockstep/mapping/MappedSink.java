package dev.lockstep.mapping;

/** Takes what a mapper makes, slice by slice. */
@FunctionalInterface
public interface MappedSink {
  /**
   * Takes a slice; the mapper goes on when this returns, so memory is bounded by one slice.
   *
   * @throws InterruptedException when the pipeline is to stop; the rest is not made
   */
  void accept(MappedTransaction slice) throws InterruptedException;
}
