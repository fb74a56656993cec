package dev.lockstep.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What one contestant did in one scenario.
 *
 * @param events handled
 * @param seconds from the first to the last of them
 * @param cpuMicros processor time of the contestant's process for one event
 * @param peakMib the peak of its resident memory, in MiB
 * @param latency from commit to the end of the handling; absent where it was not measured
 */
record Measurement(
    long events,
    double seconds,
    double cpuMicros,
    long peakMib,
    Latencies.@Nullable Quantiles latency) {
  private static final ObjectMapper JSON = new ObjectMapper();

  double perSecond() {
    return seconds == 0 ? 0 : events / seconds;
  }

  Measurement withLatencies(Latencies.@Nullable Quantiles quantiles) {
    return new Measurement(events, seconds, cpuMicros, peakMib, quantiles);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Measurement parse(String json) {
    try {
      return JSON.readValue(json, Measurement.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
