package dev.lockstep.daemon;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.util.List;
import java.util.Optional;

/**
 * There can be none now.
 *
 * @param reason why not
 */
record NoVerifications(String reason) implements Verifications {

  @Override
  public VerifyProgress start(VerifyRequest request) {
    throw new LockstepException(problem(reason));
  }

  /** Why nothing can be verified. */
  static Problem problem(String reason) {
    return Problem.error(
        Category.CONFIGURATION,
        "VERIFY-UNAVAILABLE",
        "nothing can be verified now: " + reason,
        null,
        "Try again when 'lockstep status' says streaming.");
  }

  @Override
  public Optional<VerifyProgress> progress() {
    return Optional.empty();
  }

  @Override
  public boolean cancel(String id) {
    return false;
  }

  @Override
  public List<VerifyReport> reports(int most) {
    return List.of();
  }

  @Override
  public Optional<VerifyReport> report(String id) {
    return Optional.empty();
  }

  @Override
  public void close() {
    // There is nothing to break off.
  }
}
