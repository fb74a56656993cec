package dev.lockstep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.codahale.metrics.Counter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

  private final SeriesRegistry registry = new SeriesRegistry();
  private final EmbeddedMetrics metrics = new EmbeddedMetrics("Lockstep", "shop");

  @Test
  void aLineNamesItsMetricsAsCloudWatchWantsIt() throws Exception {
    registry.gauge(Series.of(Family.LAG_SECONDS), () -> 1.5);
    registry.gauge(Series.of(Family.RETAINED_BYTES), () -> 2_000);

    assertThat(new ObjectMapper().readTree(metrics.line(registry.all(), NOON)))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"_aws": {"Timestamp": 1772366400123, "CloudWatchMetrics": [{
                       "Namespace": "Lockstep", "Dimensions": [["pipeline"]],
                       "Metrics": [{"Name": "lockstep_lag_seconds", "Unit": "Seconds"},
                                   {"Name": "lockstep_retained_bytes", "Unit": "Bytes"}]}]},
                     "pipeline": "shop",
                     "lockstep_lag_seconds": 1.5,
                     "lockstep_retained_bytes": 2000.0}
                    """));
  }

  @Test
  void countersAreSummedOverTheirLabelsAndCountSinceTheLineBefore() throws Exception {
    Counter applied = registry.counter(Series.of(Family.WRITES_TOTAL, "shop", "applied"));
    Counter throttled = registry.counter(Series.of(Family.WRITES_TOTAL, "archive", "throttled"));
    applied.inc(5);
    throttled.inc(2);

    assertThat(line().path("lockstep_writes_total").asDouble()).isEqualTo(7);
    applied.inc(3);
    assertThat(line().path("lockstep_writes_total").asDouble()).isEqualTo(3);
    assertThat(line().path("lockstep_writes_total").asDouble()).isZero();
  }

  @Test
  void percentilesAreThoseSinceTheLineBefore() throws Exception {
    Latency time = registry.latency(Series.of(Family.WRITE_SECONDS), new double[] {10, 20, 40});
    time.record(TimeUnit.MILLISECONDS.toNanos(40));
    line();
    for (int i = 0; i < 100; i++) {
      time.record(TimeUnit.MILLISECONDS.toNanos(10));
    }

    assertThat(line().path("lockstep_write_seconds_p99").asDouble()).isCloseTo(0.01, within(0.001));
    assertThat(line().has("lockstep_write_seconds_p99")).isFalse();
  }

  @Test
  void whatIsUnknownOrOnlyMakesSenseByLabelIsLeftOutAndThePhaseIsAWord() throws Exception {
    registry.gauge(Series.of(Family.RETAINED_BYTES), () -> Double.NaN);
    registry.gauge(Series.of(Family.LIMIT, "apply.max-in-flight"), () -> 256);
    registry.gauge(Series.of(Family.PHASE, "streaming"), () -> 1);
    registry.gauge(Series.of(Family.PHASE, "paused"), () -> 0);

    JsonNode line = line();
    assertThat(line.path("phase").asText()).isEqualTo("streaming");
    assertThat(line.path("_aws").path("CloudWatchMetrics").path(0).path("Metrics")).isEmpty();
  }

  @Test
  void aLineIsWrittenAtTheEndToo() throws Exception {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    try (AutoCloseable log =
        new Metrics().publishToCloudWatch("shop", Duration.ofHours(1), lines::add)) {
      assertThat(lines).isEmpty();
    }
    assertThat(lines).singleElement().asString().contains("\"Namespace\":\"Lockstep\"");
  }

  private JsonNode line() throws Exception {
    return new ObjectMapper().readTree(metrics.line(registry.all(), NOON));
  }
}
