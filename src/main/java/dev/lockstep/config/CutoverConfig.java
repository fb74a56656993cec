package dev.lockstep.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cutover is done.
 *
 * @param maxLag the greatest lag with which one begins
 * @param maxVerifyAge how old the last full verification may be
 * @param timeout how long the source may be read-only, unless the command says otherwise
 * @param sampleRows rows of each item type that a sample verification looks at
 * @param maxChangedKeys how many keys are remembered that were written since everything was right
 * @param hooks what the operator's side of it is
 */
public record CutoverConfig(
    Duration maxLag,
    Duration maxVerifyAge,
    Duration timeout,
    int sampleRows,
    int maxChangedKeys,
    Hooks hooks) {

  /**
   * What the operator has written for the steps that Lockstep cannot do by itself.
   *
   * @param fenceSource makes the source read-only; absent if the operator does that by hand
   * @param unfenceSource makes it writable again; always there if the other one is
   * @param switchTraffic points the application at the target; absent if the operator does
   * @param timeout how long each may take
   * @param idempotent whether a hook of which nobody knows whether it ran may be run again
   */
  public record Hooks(
      @Nullable Hook fenceSource,
      @Nullable Hook unfenceSource,
      @Nullable Hook switchTraffic,
      Duration timeout,
      boolean idempotent) {}

  /** What is run. */
  public sealed interface Hook {}

  /** A program with its arguments, without a shell. */
  public record Command(List<String> words) implements Hook {
    /** Copies the words. */
    public Command {
      words = List.copyOf(words);
    }
  }

  /** A line for {@code /bin/sh -c}. */
  public record Shell(String line) implements Hook {}

  /** Statements for the source, each in a transaction of its own. */
  public record Sql(List<String> statements) implements Hook {
    /** Copies the statements. */
    public Sql {
      statements = List.copyOf(statements);
    }
  }
}
