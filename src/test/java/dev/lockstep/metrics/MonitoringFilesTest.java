package dev.lockstep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploy/monitoring ships is about metrics that there are, and says where to read on. */
class MonitoringFilesTest {
  private static final Path FOLDER = Path.of("deploy/monitoring");
  private static final Pattern METRIC = Pattern.compile("lockstep_[a-z0-9_]+");
  private static final Pattern SUFFIX = Pattern.compile("_(bucket|count|sum)$");
  private static final Pattern SELECTOR = Pattern.compile("(lockstep_[a-z0-9_]+)\\{([^}]*)}");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=~?\\\\?\"|([a-z_]+)!~");
  private static final Pattern RUNBOOK =
      Pattern.compile("runbook: \"docs/operations.md#([^\"]+)\"");

  /** Those that the scrape adds. */
  private static final Set<String> OF_THE_SCRAPE = Set.of("pipeline", "instance", "job");

  private static final Map<String, Family> FAMILIES =
      Arrays.stream(Family.values()).collect(Collectors.toMap(Family::metric, Function.identity()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alerts.yml",
        "alerts-test.yml",
        "grafana-dashboard.json",
        "cloudwatch-alarms.yaml"
      })
  void everyMetricThatAFileNamesIsOneOfLockstep(String file) throws IOException {
    Set<String> named = new TreeSet<>();
    METRIC.matcher(read(file)).results().forEach(m -> named.add(base(m.group())));

    assertThat(named).isNotEmpty();
    assertThat(FAMILIES.keySet()).containsAll(named);
  }

  private static String base(String name) {
    String stripped = SUFFIX.matcher(name).replaceFirst("");
    return FAMILIES.containsKey(name) ? name : stripped;
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yml", "alerts-test.yml", "grafana-dashboard.json"})
  void everyLabelThatAFileSelectsByIsOneOfTheMetric(String file) throws IOException {
    List<MatchResult> selectors = SELECTOR.matcher(read(file)).results().toList();
    for (MatchResult selector : selectors) {
      Family family = FAMILIES.get(base(selector.group(1)));
      assertThat(family).as(selector.group()).isNotNull();
      assertThat(labels(selector.group(2))).as(selector.group()).isSubsetOf(allowed(family));
    }
  }

  private static Set<String> labels(String selector) {
    return LABEL
        .matcher(selector)
        .results()
        .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> allowed(Family family) {
    return Stream.concat(family.labels().stream(), OF_THE_SCRAPE.stream())
        .collect(Collectors.toSet());
  }

  @Test
  void everyAlertLeadsToAPartOfTheRunbook() throws IOException {
    List<String> anchors =
        Files.readAllLines(Path.of("docs/operations.md")).stream()
            .filter(line -> line.startsWith("#"))
            .map(MonitoringFilesTest::anchor)
            .toList();
    List<String> runbooks =
        RUNBOOK.matcher(read("alerts.yml")).results().map(m -> m.group(1)).toList();
    long alerts = Pattern.compile("- alert: ").matcher(read("alerts.yml")).results().count();

    assertThat(runbooks).hasSize((int) alerts).isSubsetOf(anchors);
  }

  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }

  @Test
  void theDashboardIsOneWithAQueryInEveryPanel() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(read("grafana-dashboard.json"));

    assertThat(dashboard.path("title").asText()).isEqualTo("Lockstep");
    assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(panel.path("type").asText().equals("row") || panel.path("targets").size() > 0)
          .as(panel.path("title").asText())
          .isTrue();
    }
  }

  @Test
  void theAlertsAreFiredByWhatTheyAreMeantFor() throws Exception {
    Promtool promtool = Promtool.find().orElse(null);
    if (promtool == null) {
      abort("promtool is neither installed nor to be had from Debian's packages");
      return;
    }
    assertGood(promtool.run("check", "rules", FOLDER.resolve("alerts.yml").toString()));
    assertGood(promtool.run("test", "rules", FOLDER.resolve("alerts-test.yml").toString()));
    assertGood(
        promtool.run(
            "check", "config", "--syntax-only", FOLDER.resolve("prometheus.yml").toString()));
  }

  private static void assertGood(Promtool.Answer answer) {
    assertThat(answer.good()).as(answer.text()).isTrue();
  }

  private static String read(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }
}
