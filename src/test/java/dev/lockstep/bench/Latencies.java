package dev.lockstep.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Latencies one by one, for quantiles without error. */
final class Latencies {
  private static final int INITIAL = 1 << 16;
  private static final double MICROS_PER_MILLI = 1000;

  /**
   * How long changes took from their commit to their end.
   *
   * @param p50Millis half of them at most
   * @param p99Millis all but one of a hundred at most
   */
  record Quantiles(double p50Millis, double p99Millis) {}

  private long[] micros = new long[INITIAL];
  private int count;

  void add(long latencyMicros) {
    if (count == micros.length) {
      micros = Arrays.copyOf(micros, count * 2);
    }
    micros[count++] = latencyMicros;
  }

  /** Absent if there are none. */
  @Nullable Quantiles quantiles() {
    if (count == 0) {
      return null;
    }
    long[] sorted = Arrays.copyOf(micros, count);
    Arrays.sort(sorted);
    return new Quantiles(
        sorted[rank(0.50)] / MICROS_PER_MILLI, sorted[rank(0.99)] / MICROS_PER_MILLI);
  }

  private int rank(double share) {
    return (int) Math.ceil(share * count) - 1;
  }
}
