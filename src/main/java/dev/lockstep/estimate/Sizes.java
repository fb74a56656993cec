package dev.lockstep.estimate;

import java.util.Arrays;

/**
 * How large items are, in bytes as DynamoDB counts them, bookkeeping attributes included.
 *
 * @param p50 half of the items are not larger
 * @param p99 99 of 100 items are not larger
 * @param max the largest
 */
public record Sizes(int p50, int p99, int max) {

  /**
   * Of sampled items.
   *
   * @param sizes at least one; gets sorted
   */
  static Sizes of(int[] sizes) {
    Arrays.sort(sizes);
    return new Sizes(rank(sizes, 0.5), rank(sizes, 0.99), sizes[sizes.length - 1]);
  }

  /** The nearest rank: always a size that occurred. */
  private static int rank(int[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
