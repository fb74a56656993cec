package dev.lockstep.checkpoint;

import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.problem.Problem;
import java.time.Duration;

/** Hears of what becomes of a lease. Called from the keeper's threads; must be quick. */
public interface LeaseListener {

  /**
   * Somebody else holds the lease; called once for each holder.
   *
   * @param atMost how long it can take to get the lease if the holder is gone
   */
  default void waiting(Owner holder, Duration atMost) {}

  /** The lease could not be renewed in time: nothing may be written until {@link #resumed}. */
  default void suspended() {}

  /** The lease was renewed, nobody had taken it: writing is allowed again. */
  default void resumed() {}

  /** Somebody else has the lease. This is final: the daemon has to stop. */
  default void lost(Problem problem) {}
}
