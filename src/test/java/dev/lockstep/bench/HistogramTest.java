package dev.lockstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {
  private static final String BEFORE =
      """
      # TYPE apply_seconds histogram
      apply_seconds_bucket{le="0.1"} 10
      apply_seconds_bucket{le="0.2"} 10
      apply_seconds_bucket{le="+Inf"} 10
      apply_seconds_sum 0.5
      apply_seconds_count 10
      """;

  @Test
  void aQuantileStandsInItsBucketInProportion() {
    Histogram histogram =
        Histogram.parse(
            BEFORE.replace("\"0.2\"} 10", "\"0.2\"} 30").replace("+Inf\"} 10", "+Inf\"} 30"),
            "apply_seconds");

    // The 15th of 30: the 5th of the 20 between 100 and 200 ms.
    assertThat(histogram.quantiles()).isNotNull();
    assertThat(histogram.quantiles().p50Millis()).isBetween(124.9, 125.1);
  }

  @Test
  void whatCameBeforeDoesNotCount() {
    Histogram before = Histogram.parse(BEFORE, "apply_seconds");
    Histogram after =
        Histogram.parse(
            BEFORE.replace("\"0.2\"} 10", "\"0.2\"} 110").replace("+Inf\"} 10", "+Inf\"} 110"),
            "apply_seconds");

    Latencies.Quantiles quantiles = after.since(before).quantiles();

    assertThat(quantiles).isNotNull();
    assertThat(quantiles.p50Millis()).isBetween(149.9, 150.1);
    assertThat(quantiles.p99Millis()).isBetween(198.9, 199.1);
  }

  @Test
  void beyondTheLastBoundIsThatBound() {
    Histogram histogram =
        Histogram.parse(BEFORE.replace("+Inf\"} 10", "+Inf\"} 1000"), "apply_seconds");

    assertThat(histogram.quantiles()).isNotNull();
    assertThat(histogram.quantiles().p99Millis()).isEqualTo(200);
  }

  @Test
  void nothingCountedHasNoQuantiles() {
    assertThat(Histogram.parse(BEFORE, "other_seconds").quantiles()).isNull();
  }
}
