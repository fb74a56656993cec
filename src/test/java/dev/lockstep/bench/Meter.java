package dev.lockstep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Measures a process from now on: time, processor time, and the peak of its memory. */
final class Meter {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long KIB_PER_MIB = 1024;

  private final ProcessHandle process;
  private final long startNanos = System.nanoTime();
  private final long startCpuNanos;

  private Meter(ProcessHandle process) {
    this.process = process;
    this.startCpuNanos = cpuNanos();
  }

  static Meter of(ProcessHandle process) {
    return new Meter(process);
  }

  static Meter ofThisProcess() {
    return new Meter(ProcessHandle.current());
  }

  double seconds() {
    return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
  }

  /** What the process did since the start of this meter, if it handled so many events. */
  Measurement measure(long events) {
    double cpuMicros = (cpuNanos() - startCpuNanos) / 1e3;
    return new Measurement(events, seconds(), cpuMicros / Math.max(1, events), peakMib(), null);
  }

  private long cpuNanos() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /** The process's whole life's peak of resident memory; 0 where /proc does not tell. */
  private long peakMib() {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
