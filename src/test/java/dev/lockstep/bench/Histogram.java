package dev.lockstep.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Prometheus histogram at one moment.
 *
 * @param cumulated by upper bound in seconds, how many were at most that
 */
record Histogram(TreeMap<Double, Long> cumulated) {
  private static final double MILLIS = 1000;

  /** Reads one histogram from an exposition; its label sets are added up. */
  static Histogram parse(String exposition, String name) {
    Pattern bucket =
        Pattern.compile("(?m)^" + name + "_bucket\\{[^}]*le=\"([^\"]+)\"[^}]*}\\s+(\\S+)$");
    TreeMap<Double, Long> cumulated = new TreeMap<>();
    Matcher lines = bucket.matcher(exposition);
    while (lines.find()) {
      double bound =
          lines.group(1).equals("+Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(lines.group(1));
      cumulated.merge(bound, (long) Double.parseDouble(lines.group(2)), Long::sum);
    }
    return new Histogram(cumulated);
  }

  /** What came since an earlier moment. */
  Histogram since(Histogram earlier) {
    TreeMap<Double, Long> difference = new TreeMap<>();
    cumulated.forEach(
        (bound, count) -> difference.put(bound, count - earlier.cumulated.getOrDefault(bound, 0L)));
    return new Histogram(difference);
  }

  /** Absent if nothing was counted. */
  Latencies.@Nullable Quantiles quantiles() {
    if (cumulated.isEmpty() || cumulated.lastEntry().getValue() == 0) {
      return null;
    }
    return new Latencies.Quantiles(quantile(0.50) * MILLIS, quantile(0.99) * MILLIS);
  }

  /** Between the bounds of its bucket, in proportion; the last bucket counts as its lower bound. */
  private double quantile(double share) {
    double rank = share * cumulated.lastEntry().getValue();
    double lower = 0;
    long below = 0;
    for (Map.Entry<Double, Long> bucket : cumulated.entrySet()) {
      if (bucket.getValue() >= rank) {
        double width = bucket.getKey().isInfinite() ? 0 : bucket.getKey() - lower;
        long within = bucket.getValue() - below;
        return lower + (within == 0 ? 0 : width * (rank - below) / within);
      }
      lower = bucket.getKey();
      below = bucket.getValue();
    }
    return lower;
  }
}
