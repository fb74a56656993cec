package dev.lockstep.daemon;

import dev.lockstep.checkpoint.LeaseKeeper;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.StoredReports;
import dev.lockstep.verify.Verifications;
import org.jspecify.annotations.Nullable;

/** Hears how the pipeline gets on. */
interface LifeWatcher {
  void entered(Phase phase);

  void started(Run run);

  /** To pause. */
  void stopped(Run run);

  /** Verifications are possible from now on. */
  void verifying(Verifications verifications);

  /** It looks at its items all the time from now on, if it is to. */
  void scrubbing(Scrubbing scrubbing);

  void leasedBy(LeaseKeeper keeper);

  void steeredBy(LiveSteering steering);

  /** Where its verifications' reports are kept, for as long as it lives. */
  void reportsIn(StoredReports reports);

  /** It has the lease. */
  void reigns();

  /** Somebody else runs the pipeline. */
  void waitsFor(String owner);

  /** What keeps it from going on, for now; null if nothing does. */
  void hinderedBy(@Nullable Problem problem);

  /** Something else is wanted. */
  void obeyed();

  /** It stands still, at what the control table has. */
  void held(ControlSide control);
}
