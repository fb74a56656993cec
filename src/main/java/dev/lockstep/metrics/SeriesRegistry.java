package dev.lockstep.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jmx.JmxReporter;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** A Dropwizard registry that remembers the labels of what is in it. Thread-safe. */
final class SeriesRegistry {
  private final MetricRegistry registry = new MetricRegistry();
  private final Map<String, Series> series = new ConcurrentHashMap<>();

  Counter counter(Series key) {
    return register(key, new Counter());
  }

  /** A later reading of the same name takes the place of the earlier one. */
  void gauge(Series key, DoubleSupplier reading) {
    Gauge<Double> gauge = reading::getAsDouble;
    registry.remove(key.registryName());
    register(key, gauge);
  }

  Latency latency(Series key, double[] boundsMillis) {
    return new Latency(register(key, new BucketTimer(new FixedBuckets(boundsMillis))));
  }

  private <M extends Metric> M register(Series key, M metric) {
    series.put(key.registryName(), key);
    return registry.register(key.registryName(), metric);
  }

  String prometheusText() {
    PrometheusText text = new PrometheusText();
    new TreeMap<>(registry.getMetrics()).forEach((name, metric) -> text.add(named(name), metric));
    return text.toString();
  }

  /** Everything that is measured. */
  Map<Series, Metric> all() {
    Map<Series, Metric> all = new HashMap<>();
    registry.getMetrics().forEach((name, metric) -> all.put(named(name), metric));
    return all;
  }

  JmxReporter jmx(String pipeline) {
    return JmxReporter.forRegistry(registry)
        .convertDurationsTo(TimeUnit.SECONDS)
        .createsObjectNamesWith((type, domain, name) -> named(name).objectName(pipeline))
        .build();
  }

  private Series named(String registryName) {
    Series found = series.get(registryName);
    if (found == null) {
      throw new IllegalStateException("not one of Lockstep's own metrics: " + registryName);
    }
    return found;
  }
}
