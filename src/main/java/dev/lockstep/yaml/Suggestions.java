package dev.lockstep.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a user may have meant by a word that nobody knows. */
public final class Suggestions {

  private Suggestions() {}

  /**
   * The candidate nearest to a word, if one is near: at most a third of the letters differ (at
   * least one may). Letter case and the difference between {@code -} and {@code _} count for
   * nothing.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    String wanted = normalize(word);
    int limit = Math.max(1, wanted.length() / 3);
    return candidates.stream()
        .filter(c -> distance(wanted, normalize(c)) <= limit)
        .min(
            Comparator.<String>comparingInt(c -> distance(wanted, normalize(c)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A sentence with the nearest candidate and a space after it, or nothing. */
  public static String didYouMean(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(near -> "Did you mean '" + near + "'? ").orElse("");
  }

  private static String normalize(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    int substitution = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(substitution, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
