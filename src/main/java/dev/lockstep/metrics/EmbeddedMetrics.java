package dev.lockstep.metrics;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.Snapshot;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Writes metrics in CloudWatch's embedded metric format: a line of JSON in a log that CloudWatch
 * Logs reads becomes metrics there. Source: Amazon CloudWatch User Guide, "Specification: Embedded
 * metric format".
 *
 * <p>CloudWatch takes money for every series, so there is one of each metric: counters are summed
 * over their labels, and what makes sense for each label only is left out; the phase is a field of
 * the line. Counters and percentiles are those since the line before. For one thread.
 */
final class EmbeddedMetrics {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final String namespace;
  private final String pipeline;
  private final Map<Family, Double> countedBefore = new HashMap<>();
  private final Map<Series, BucketSnapshot> bucketsBefore = new HashMap<>();

  EmbeddedMetrics(String namespace, String pipeline) {
    this.namespace = namespace;
    this.pipeline = pipeline;
  }

  /** The line for what the metrics say now. */
  String line(Map<Series, Metric> metrics, Instant now) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode directive = JSON.createObjectNode();
    directive.put("Namespace", namespace).putArray("Dimensions").addArray().add("pipeline");
    ArrayNode names = directive.putArray("Metrics");
    line.putObject("_aws")
        .put("Timestamp", now.toEpochMilli())
        .putArray("CloudWatchMetrics")
        .add(directive);
    line.put("pipeline", pipeline);
    phase(metrics, line);
    values(metrics)
        .forEach(
            (name, value) -> {
              names.addObject().put("Name", name).put("Unit", value.unit());
              line.put(name, value.number());
            });
    return line.toString();
  }

  private static void phase(Map<Series, Metric> metrics, ObjectNode line) {
    metrics.forEach(
        (series, metric) -> {
          if (series.family() == Family.PHASE && number(metric) == 1) {
            line.put("phase", series.labels().get(0));
          }
        });
  }

  private record Measured(double number, String unit) {}

  private Map<String, Measured> values(Map<Series, Metric> metrics) {
    Map<String, Measured> values = new TreeMap<>();
    Map<Family, Double> counted = new TreeMap<>();
    metrics.forEach(
        (series, metric) -> {
          Family family = series.family();
          switch (family.kind()) {
            case COUNTER -> counted.merge(family, number(metric), Double::sum);
            case HISTOGRAM -> percentiles(series, ((BucketTimer) metric).buckets(), values);
            case GAUGE -> gauge(series, number(metric), values);
          }
        });
    counted.forEach((family, count) -> values.put(family.metric(), since(family, count)));
    return values;
  }

  private Measured since(Family family, double count) {
    Double before = countedBefore.put(family, count);
    return new Measured(count - (before == null ? 0 : before), "Count");
  }

  /** What is not known is left out: CloudWatch takes no NaN. */
  private static void gauge(Series series, double value, Map<String, Measured> values) {
    if (series.labels().isEmpty() && Double.isFinite(value)) {
      String name = series.family().metric();
      values.put(name, new Measured(value, unit(name)));
    }
  }

  private static String unit(String name) {
    if (name.endsWith("_seconds")) {
      return "Seconds";
    }
    return name.endsWith("_bytes") ? "Bytes" : "None";
  }

  private void percentiles(Series series, FixedBuckets buckets, Map<String, Measured> values) {
    BucketSnapshot now = buckets.getSnapshot();
    BucketSnapshot before = bucketsBefore.put(series, now);
    Snapshot since = before == null ? now : now.since(before);
    if (series.labels().isEmpty() && since.size() > 0) {
      values.put(series.family().metric() + "_p50", seconds(since, 0.5));
      values.put(series.family().metric() + "_p99", seconds(since, 0.99));
    }
  }

  private static Measured seconds(Snapshot snapshot, double quantile) {
    return new Measured(snapshot.getValue(quantile) / NANOS_PER_SECOND, "Seconds");
  }

  private static double number(Metric metric) {
    if (metric instanceof Counting counter) {
      return counter.getCount();
    }
    return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
        ? number.doubleValue()
        : Double.NaN;
  }
}
