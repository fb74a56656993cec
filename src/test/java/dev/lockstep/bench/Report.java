package dev.lockstep.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that was measured: as a table, as ratios against the aims, and as JSON. */
final class Report {
  static final String STREAM = "stream";
  static final String LOAD = "load";
  static final String FAN_OUT = "fan-out";
  static final String STEADY = "steady";
  static final String CUTOVER = "cutover";
  static final String VERIFY = "verify";
  static final String ENGINE = "engine";
  static final String STUB = "lockstep-stub";
  static final String KEPT = "lockstep-kept";
  static final String EMBEDS = "lockstep-embeds";
  static final String LOCAL = "lockstep-local";
  static final String LOOP = "loop";

  private final Map<String, Map<String, Measurement>> scenarios = new LinkedHashMap<>();
  private final List<HandingOver.Figures> cutovers = new ArrayList<>();

  void add(String scenario, String contestant, Measurement measurement) {
    scenarios.computeIfAbsent(scenario, name -> new LinkedHashMap<>()).put(contestant, measurement);
  }

  void add(HandingOver.Figures cutover) {
    cutovers.add(cutover);
  }

  void writeJson(Path file) throws IOException {
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(
            file.toFile(),
            Map.of("scenarios", scenarios, "ratios", ratios(), "cutovers", cutovers));
  }

  /** Lines for a terminal. */
  String table() {
    StringBuilder text = new StringBuilder();
    line(text, "scenario", "contestant", "events/s", "µs CPU", "peak MiB", "p50 ms", "p99 ms");
    scenarios.forEach(
        (scenario, byName) ->
            byName.forEach((name, measured) -> text.append(row(scenario, name, measured))));
    cutovers.forEach(cutover -> text.append("%n%s%n".formatted(cutover.table())));
    ratios().forEach((name, ratio) -> text.append("%n%-40s %s".formatted(name, number(ratio))));
    return text.append(System.lineSeparator()).toString();
  }

  private static String row(String scenario, String name, Measurement measured) {
    Latencies.Quantiles latency = measured.latency();
    StringBuilder text = new StringBuilder();
    line(
        text,
        scenario,
        name,
        "%,.0f".formatted(measured.perSecond()),
        number(measured.cpuMicros()),
        Long.toString(measured.peakMib()),
        latency == null ? "" : number(latency.p50Millis()),
        latency == null ? "" : number(latency.p99Millis()));
    return text.toString();
  }

  private static void line(StringBuilder text, Object... cells) {
    text.append("%-9s %-15s %10s %8s %9s %8s %8s%n".formatted(cells));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }

  private Map<String, Double> ratios() {
    Map<String, Double> ratios = new LinkedHashMap<>();
    ratio(ratios, "stream: Lockstep / engine (aim 0.35)", STREAM, STUB, ENGINE);
    ratio(ratios, "stream: Lockstep / loop (aim 8)", STREAM, STUB, LOOP);
    ratio(ratios, "stream: kept rows / none (aim 0.5)", STREAM, KEPT, STUB);
    ratio(ratios, "load: Lockstep / engine (aim 0.6)", LOAD, STUB, ENGINE);
    ratio(ratios, "load: kept rows / none (aim 0.5)", LOAD, KEPT, STUB);
    ratio(ratios, "verify: embeds / none (aim 0.5)", VERIFY, EMBEDS, STUB);
    return ratios;
  }

  private void ratio(
      Map<String, Double> ratios, String name, String scenario, String who, String against) {
    Measurement own = find(scenario, who);
    Measurement other = find(scenario, against);
    if (own != null && other != null && other.perSecond() > 0) {
      ratios.put(name, own.perSecond() / other.perSecond());
    }
  }

  private @Nullable Measurement find(String scenario, String contestant) {
    return scenarios.getOrDefault(scenario, Map.of()).get(contestant);
  }
}
