package dev.lockstep.apply;

import dev.lockstep.change.Version;
import java.time.Duration;

/**
 * What an applier has to know about the run before it.
 *
 * @param through writes up to this version may have been applied before: a patch that finds its
 *     item gone is then harmless, since the delete that follows was applied already. The source's
 *     current version at the start is right after any stop, clean or not
 * @param lateWrites how long after the start requests of the run before may still arrive: deletes
 *     are tombstones until then, and a load does not begin. The late-write horizon after an unclean
 *     stop, and after a stop that was not {@link ApplyState#quiet}; else zero
 */
public record Replay(Version through, Duration lateWrites) {

  /** Nothing ran before. */
  public static Replay none() {
    return new Replay(new Version(0, 0, 0), Duration.ZERO);
  }
}
