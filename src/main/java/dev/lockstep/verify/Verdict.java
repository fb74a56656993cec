package dev.lockstep.verify;

import java.util.List;

/**
 * What a comparison found.
 *
 * @param expected items that the source says
 * @param matched items that are in the target exactly as the source says
 * @param different all differences, also those that were not kept
 * @param differences the first ones
 */
public record Verdict(long expected, long matched, long different, List<Difference> differences) {

  /** Whether the target is exactly what the source says. */
  public boolean isEqual() {
    return different == 0;
  }
}
