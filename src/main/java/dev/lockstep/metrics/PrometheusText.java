package dev.lockstep.metrics;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes metrics in Prometheus' text format, version 0.0.4. It is written here because Prometheus'
 * own bridge shows Dropwizard 4 histograms as summaries, which cannot be aggregated.
 *
 * <p>Series of one family must be added one after the other, which a registry sorted by name does.
 */
final class PrometheusText {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final StringBuilder text = new StringBuilder(8_192);
  private @Nullable Family current;

  void add(Series series, Metric metric) {
    if (series.family() != current) {
      head(series.family());
    }
    if (metric instanceof BucketTimer timer) {
      histogram(series, timer.buckets());
    } else if (metric instanceof Counting counter) {
      line(series, "", null, (double) counter.getCount());
    } else if (metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number) {
      line(series, "", null, number.doubleValue());
    } else {
      throw new IllegalStateException("no text form for " + metric.getClass());
    }
  }

  private void head(Family family) {
    current = family;
    String name = family.metric();
    text.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(family.kind().prometheus()).append('\n');
  }

  private void histogram(Series series, FixedBuckets buckets) {
    long[] bounds = buckets.boundsNanos();
    long[] counts = buckets.counts();
    double sum = buckets.sumNanos() / NANOS_PER_SECOND;
    long cumulated = 0;
    for (int i = 0; i < counts.length; i++) {
      cumulated += counts[i];
      String bound = i < bounds.length ? number(bounds[i] / NANOS_PER_SECOND) : "+Inf";
      line(series, "_bucket", bound, (double) cumulated);
    }
    line(series, "_sum", null, sum);
    line(series, "_count", null, (double) cumulated);
  }

  private void line(Series series, String suffix, @Nullable String bound, double value) {
    text.append(series.family().metric()).append(suffix);
    labels(series, bound);
    text.append(' ').append(number(value)).append('\n');
  }

  private void labels(Series series, @Nullable String bound) {
    char separator = '{';
    for (int i = 0; i < series.labels().size(); i++) {
      label(separator, series.family().labels().get(i), series.labels().get(i));
      separator = ',';
    }
    if (bound != null) {
      label(separator, "le", bound);
      separator = ',';
    }
    text.append(separator == ',' ? "}" : "");
  }

  private void label(char separator, String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    text.append(separator).append(name).append("=\"").append(escaped).append('"');
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
