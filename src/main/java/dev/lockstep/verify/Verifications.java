package dev.lockstep.verify;

import java.util.List;
import java.util.Optional;

/**
 * The verifications of one pipeline, wherever they run: in its daemon, in the process of a command,
 * or on the other side of the admin API. One at a time. Thread-safe.
 */
public interface Verifications extends AutoCloseable {

  /**
   * Begins a verification; returns at once.
   *
   * @throws dev.lockstep.problem.LockstepException if one is under way, or it cannot begin
   */
  VerifyProgress start(VerifyRequest request);

  /** The one under way or, if there is none, the one that ended last in this process. */
  Optional<VerifyProgress> progress();

  /**
   * Stops the one under way, if it is the one of this id; it can be resumed later. Does not wait.
   *
   * @return whether it was under way
   */
  boolean cancel(String id);

  /** The newest reports that are kept, newest first. */
  List<VerifyReport> reports(int most);

  /** A report that is kept. */
  Optional<VerifyReport> report(String id);

  /** Breaks off what is under way, so that it can be resumed; returns when that is done. */
  @Override
  void close();
}
