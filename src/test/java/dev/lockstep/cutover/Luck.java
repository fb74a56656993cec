package dev.lockstep.cutover;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/** What goes wrong in a simulation, by a seed; time goes on with everything that is done. */
final class Luck implements InstantSource {
  private static final int MOST_MISHAPS = 12;

  private final Random random;
  private final int percent;
  private long millis = 1_000_000_000L;
  private int mishaps;

  Luck(long seed) {
    // Neighbouring seeds of Random begin alike.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.percent = random.nextInt(4) * 5;
  }

  /** The process ends at this moment. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public Instant instant() {
    millis += random.nextInt(40);
    return Instant.ofEpochMilli(millis);
  }

  boolean chance(int percentage) {
    return random.nextInt(100) < percentage;
  }

  private boolean mishap() {
    boolean bad = mishaps < MOST_MISHAPS && chance(percent);
    mishaps += bad ? 1 : 0;
    return bad;
  }

  /** Perhaps the process ends here. */
  void crash() {
    if (mishap()) {
      throw new Crash();
    }
  }

  /** Perhaps it fails here, or takes very long. */
  void fail(String what) {
    if (mishap()) {
      throw new LockstepException(
          Problem.error(Category.TARGET, "SIMULATED", what, null, "Try again."));
    }
    if (mishap()) {
      millis += 100_000;
    }
  }
}
