package dev.lockstep.cli;

import dev.lockstep.demo.DemoReport;
import dev.lockstep.verify.Finding;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the demo showed, for programs. */
final class DemoJson {
  private static final double NANOS_PER_SECOND = 1e9;

  private DemoJson() {}

  static Map<String, Object> of(DemoReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("good", report.verdict().isEqual());
    json.put("seed", report.seed());
    json.put("rows", report.rows());
    json.put("workload", report.workload());
    json.put("loadSeconds", report.load().toNanos() / NANOS_PER_SECOND);
    json.put("streamSeconds", report.stream().toNanos() / NANOS_PER_SECOND);
    json.put("latencySeconds", Map.of("p50", report.p50Seconds(), "p99", report.p99Seconds()));
    json.put("items", report.verdict().items());
    json.put("different", report.verdict().different());
    json.put("differences", report.verdict().findings().stream().map(DemoJson::of).toList());
    return json;
  }

  private static Map<String, Object> of(Finding finding) {
    return Map.of(
        "kind", Differences.kind(finding),
        "key", Differences.subject(finding),
        "attributes", Differences.paths(finding));
  }
}
