package dev.lockstep.source;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Version;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Port: reads committed changes. Transactions arrive whole (or in parts, in order) and in commit
 * order; after a restart from a position, those already seen may arrive again, with the same
 * versions.
 */
public interface ChangeSource extends AutoCloseable {

  /**
   * Reads until closed or failed. Without a position it first takes a snapshot of all tables. The
   * source restarts itself on passing faults, from the newest durable position; what was delivered
   * after that is delivered again.
   *
   * @param durable the newest durable position; asked at every (re)start, and regularly, so that
   *     the source may let go of its log up to there
   * @throws dev.lockstep.problem.LockstepException on a fault that does not pass by itself
   */
  void run(TransactionSink sink, Supplier<Optional<SourcePosition>> durable)
      throws InterruptedException;

  /**
   * From now on the source is only (re)started while this holds; a reader that runs is left alone.
   *
   * @param allowed cheap, any thread
   */
  default void startOnlyIf(BooleanSupplier allowed) {}

  /** Where the source stands; cheap, from any thread. */
  SourceStatus status();

  /** The position of a version as people write it: {@code 0/16B3748}, {@code 3:157}. */
  String format(Version version);

  /** Ends {@link #run}; returns when it has ended or its time limit passed. */
  @Override
  void close();
}
