package dev.lockstep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void changesAreCountedByTableAndOperation() {
    metrics.changes("public.orders").add(ChangeOp.INSERT);
    metrics.changes("public.orders").add(ChangeOp.UPDATE, 3);

    assertThat(lines())
        .contains("# TYPE lockstep_changes_total counter")
        .contains("lockstep_changes_total{table=\"public.orders\",op=\"insert\"} 1")
        .contains("lockstep_changes_total{table=\"public.orders\",op=\"update\"} 3")
        .contains("lockstep_changes_total{table=\"public.orders\",op=\"delete\"} 0");
  }

  @Test
  void writesAreCountedByTableAndOutcomeWithTheUnitsThatTheyConsumed() {
    WriteCounters shop = metrics.writes("shop");
    shop.add(WriteResult.APPLIED);
    shop.add(WriteResult.IN_DOUBT);
    shop.addUnits(2.5);

    assertThat(lines())
        .contains("lockstep_writes_total{table=\"shop\",outcome=\"applied\"} 1")
        .contains("lockstep_writes_total{table=\"shop\",outcome=\"in-doubt\"} 1")
        .contains("lockstep_write_units_total{table=\"shop\"} 2.5");
  }

  @Test
  void totalsAddUpAllTables() {
    metrics.changes("public.orders").add(ChangeOp.INSERT, 2);
    metrics.changes("public.customers").add(ChangeOp.DELETE);
    metrics.writes("shop").add(WriteResult.APPLIED);
    metrics.writes("archive").add(WriteResult.APPLIED);
    metrics.writes("shop").add(WriteResult.SUPERSEDED);
    metrics.writes("shop").add(WriteResult.THROTTLED);
    metrics.retry();

    assertThat(metrics.totals()).isEqualTo(new Totals(3, 2, 1, 1, 1));
  }

  @Test
  void bucketsAreCumulativeAndTheirBoundsInclusive() {
    metrics.writeTime().record(TimeUnit.MILLISECONDS.toNanos(1));
    metrics.writeTime().record(TimeUnit.MILLISECONDS.toNanos(4));
    metrics.writeTime().record(TimeUnit.SECONDS.toNanos(60));

    assertThat(lines())
        .contains("# TYPE lockstep_write_seconds histogram")
        .contains("lockstep_write_seconds_bucket{le=\"0.001\"} 1")
        .contains("lockstep_write_seconds_bucket{le=\"0.003\"} 1")
        .contains("lockstep_write_seconds_bucket{le=\"0.005\"} 2")
        .contains("lockstep_write_seconds_bucket{le=\"10\"} 2")
        .contains("lockstep_write_seconds_bucket{le=\"+Inf\"} 3")
        .contains("lockstep_write_seconds_sum 60.005")
        .contains("lockstep_write_seconds_count 3");
  }

  @Test
  void quantilesAreInterpolatedWithinTheirBucket() {
    for (int millis = 1; millis <= 1_000; millis++) {
      metrics.applyLatency().record(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    assertThat(metrics.applyLatency().quantileSeconds(0.5)).isCloseTo(0.500, within(0.005));
    assertThat(metrics.applyLatency().quantileSeconds(0.99)).isCloseTo(0.990, within(0.005));
    assertThat(metrics.applyLatency().meanSeconds()).isCloseTo(0.5005, within(1e-9));
    assertThat(metrics.applyLatency().count()).isEqualTo(1_000);
  }

  @Test
  void aHistogramWithoutDurationsHasQuantileZero() {
    assertThat(metrics.applyLatency().quantileSeconds(0.99)).isZero();
  }

  @Test
  void aNegativeDurationFromClocksThatDisagreeCountsAsZero() {
    metrics.applyLatency().record(-5);

    assertThat(lines()).contains("lockstep_apply_latency_seconds_bucket{le=\"0.002\"} 1");
    assertThat(metrics.applyLatency().meanSeconds()).isZero();
  }

  @Test
  void labelsAreEscaped() {
    metrics.throttled("shop", "a \"b\" \\ c\nd");

    assertThat(lines())
        .contains("lockstep_throttled_total{table=\"shop\",reason=\"a \\\"b\\\" \\\\ c\\nd\"} 1");
  }

  @Test
  void theReadingsOfThePipelineAreGauges() {
    metrics.watch(new Readings(), List.of("starting", "streaming"));

    assertThat(lines())
        .contains("lockstep_lag_seconds 1.25")
        .contains("lockstep_lag_source_bytes NaN")
        .contains("lockstep_retained_bytes 4096")
        .contains("lockstep_in_flight 7")
        .contains("lockstep_dead_letters 2")
        .contains("lockstep_paused 0")
        .contains("lockstep_lease_held 1")
        .contains("lockstep_phase{phase=\"starting\"} 0")
        .contains("lockstep_phase{phase=\"streaming\"} 1");
  }

  @Test
  void everyBoundShowsItsLimitAndItsUse() {
    metrics.limit("apply.max-in-flight", 256, () -> 31);

    assertThat(lines())
        .contains("lockstep_limit{key=\"apply.max-in-flight\"} 256")
        .contains("lockstep_limit_used{key=\"apply.max-in-flight\"} 31");
  }

  @Test
  void eachFamilyIsDescribedOnceAndItsSeriesStandTogether() {
    metrics.watch(new Readings(), List.of("starting", "streaming"));
    metrics.limit("a", 1, () -> 0);
    metrics.limit("b", 1, () -> 0);
    metrics.changes("public.a").add(ChangeOp.READ);
    metrics.changes("public.b").add(ChangeOp.READ);

    List<String> heads = lines().stream().filter(line -> line.startsWith("# TYPE")).toList();

    assertThat(heads).doesNotHaveDuplicates().hasSizeGreaterThan(10);
  }

  @Test
  void metricsShowOverJmxInSecondsUntilClosed() throws Exception {
    metrics.applyLatency().record(TimeUnit.MILLISECONDS.toNanos(1_000));
    metrics.changes("public.orders").add(ChangeOp.INSERT);
    var server = ManagementFactory.getPlatformMBeanServer();
    ObjectName inserts =
        new ObjectName(
            "dev.lockstep:pipeline=\"shop\",name=lockstep_changes_total,"
                + "table=\"public.orders\",op=\"insert\"");
    ObjectName latency =
        new ObjectName("dev.lockstep:pipeline=\"shop\",name=lockstep_apply_latency_seconds");

    try (AutoCloseable published = metrics.publishOverJmx("shop")) {
      assertThat(published).isNotNull();
      assertThat(server.getAttribute(inserts, "Count")).isEqualTo(1L);
      assertThat((double) server.getAttribute(latency, "Mean")).isCloseTo(1.0, within(1e-9));
    }

    assertThat(server.isRegistered(inserts)).isFalse();
  }

  private List<String> lines() {
    return metrics.prometheusText().lines().toList();
  }

  private record Readings() implements PipelineReadings {
    @Override
    public double lagSeconds() {
      return 1.25;
    }

    @Override
    public double lagSourceBytes() {
      return Double.NaN;
    }

    @Override
    public double retainedBytes() {
      return 4_096;
    }

    @Override
    public int inFlight() {
      return 7;
    }

    @Override
    public long deadLetters() {
      return 2;
    }

    @Override
    public String phase() {
      return "streaming";
    }

    @Override
    public boolean paused() {
      return false;
    }

    @Override
    public boolean leaseHeld() {
      return true;
    }
  }
}
