package dev.lockstep.daemon;

import dev.lockstep.config.ApplyConfig.BadRow;
import dev.lockstep.config.Config;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;

/** What a configuration may say and this version does not do: refused, never passed over. */
final class Unsupported {
  private Unsupported() {}

  /**
   * Refuses what is not supported.
   *
   * @throws LockstepException naming the key
   */
  static void refuse(Config config) {
    if (config.apply().onBadRow() == BadRow.DEAD_LETTER) {
      throw unsupported("apply.on-bad-row", "this version sets no rows aside", "halt");
    }
  }

  private static LockstepException unsupported(String key, String what, String instead) {
    return new LockstepException(
        Problem.error(
            Category.CONFIGURATION,
            "NOT-SUPPORTED-YET",
            what,
            key,
            "Set " + key + " to " + instead + "."));
  }
}
