package dev.lockstep.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line for CloudWatch at regular times, and a last one when it is closed. */
final class CloudWatchLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CloudWatchLog.class);

  private final Supplier<String> line;
  private final Consumer<String> output;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(CloudWatchLog::thread);

  CloudWatchLog(
      EmbeddedMetrics metrics, SeriesRegistry registry, InstantSource clock, Consumer<String> out) {
    this.line = () -> metrics.line(registry.all(), clock.instant());
    this.output = out;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "lockstep-cloudwatch");
    thread.setDaemon(true);
    return thread;
  }

  void start(Duration interval) {
    long nanos = interval.toNanos();
    var unused = timer.scheduleAtFixedRate(this::write, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** A timer whose task throws says nothing more for ever. */
  private void write() {
    try {
      output.accept(line.get());
    } catch (RuntimeException e) {
      log.warn("The metrics for CloudWatch could not be written", e);
    }
  }

  @Override
  public void close() {
    timer.execute(this::write);
    timer.shutdown();
    try {
      if (!timer.awaitTermination(1, TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
