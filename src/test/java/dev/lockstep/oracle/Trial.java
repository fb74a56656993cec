package dev.lockstep.oracle;

import java.util.Optional;
import java.util.function.Supplier;

/** Plays lives, and tells of one that fails in as few words as possible. */
final class Trial {
  private Trial() {}

  /** Plays a life without a disk. */
  static Play.Findings of(Life life) {
    return of(life, Stores::inMemory, Flaw.NONE);
  }

  /**
   * Plays a life.
   *
   * @throws AssertionError with its seed and the shortest life that fails like it
   */
  static Play.Findings of(Life life, Supplier<Stores> stores, Flaw flaw) {
    Play.Findings findings = new Play.Findings();
    Optional<Throwable> failure = failure(life, stores.get(), flaw, findings);
    if (failure.isPresent()) {
      Life shortest =
          Shrinking.shortest(
              life,
              shorter ->
                  failure(shorter, Stores.inMemory(), flaw, new Play.Findings())
                      .filter(found -> found.getClass() == failure.get().getClass())
                      .isPresent());
      Throwable found =
          failure(shortest, Stores.inMemory(), flaw, new Play.Findings()).orElse(failure.get());
      throw new AssertionError(found.getMessage() + "\n\n" + shortest, found);
    }
    return findings;
  }

  /** Whether a life shows a flaw. */
  static boolean shows(Life life, Flaw flaw) {
    return failure(life, Stores.inMemory(), flaw, new Play.Findings()).isPresent();
  }

  private static Optional<Throwable> failure(
      Life life, Stores stores, Flaw flaw, Play.Findings findings) {
    try {
      findings.add(Play.run(life, stores, flaw));
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(e);
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e);
    }
  }
}
