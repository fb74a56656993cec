package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.config.Config;
import dev.lockstep.config.ConfigLoader;
import dev.lockstep.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every bound that the configuration has for verifications is a metric with its value. */
class VerifyBoundsTest {
  private static final String MINIMAL =
      """
      pipeline: shop
      source: { kind: postgres, host: db.internal, database: shop, user: lockstep }
      target: { region: eu-west-1 }
      mapping: shop.yaml
      """;

  /** No bounds. */
  private static final Set<String> OTHERS = Set.of("mask", "scrub");

  @TempDir Path folder;

  @Test
  void whatTheConfigurationSaysIsWhatTheMetricsShow() throws IOException {
    JsonNode verify = schema("verify");
    Map<String, Integer> bounds = new LinkedHashMap<>();
    StringBuilder yaml = new StringBuilder(MINIMAL).append("verify:\n");
    write(verify, "verify", "  ", yaml, bounds);
    yaml.append("  scrub:\n");
    write(verify.path("scrub").path("properties"), "verify.scrub", "    ", yaml, bounds);
    yaml.append("cutover: { max-changed-keys: 77 }\n");
    bounds.put("cutover.max-changed-keys", 77);
    assertThat(bounds).hasSize(12 + 3 + 1);

    String text = shown(yaml.toString());

    List<String> expected = new ArrayList<>();
    bounds.forEach((key, value) -> expected.add(limit(key, value)));
    assertThat(text.lines().filter(line -> line.startsWith("lockstep_limit{")))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(text).contains("lockstep_limit_used{key=\"verify.max-differences\"} 5\n");
  }

  /** Gives every key that is a bound a value of its own. */
  private static void write(
      JsonNode keys, String section, String indent, StringBuilder yaml, Map<String, Integer> to) {
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      if (!OTHERS.contains(key.getKey())) {
        int value = 20 + to.size();
        boolean time = key.getValue().path("$ref").asText().endsWith("/duration");
        int least = key.getValue().path("anyOf").path(0).path("minimum").asInt();
        int fitting = least + value;
        yaml.append(indent).append(key.getKey()).append(": ").append(fitting);
        yaml.append(time ? "s\n" : "\n");
        to.put(section + "." + key.getKey(), fitting);
      }
    }
  }

  @Test
  void whatIsUnlimitedHasNoLimitAndWithoutAScrubThereIsNoneOfIts() throws IOException {
    assertThat(shown(MINIMAL))
        .contains(limit("verify.chunk-rows", 1_000), limit("verify.statement-timeout", 30))
        .doesNotContain("per-second", "max-differences", "scrub");
  }

  private String shown(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("lockstep.yaml"), yaml);
    Config config = new ConfigLoader(Map.of(), Set.of()).load(file);
    Metrics metrics = new Metrics();
    VerifyBounds.publish(config, metrics, () -> 5);
    return metrics.prometheusText();
  }

  private static String limit(String key, int value) {
    return "lockstep_limit{key=\"" + key + "\"} " + value;
  }

  private static JsonNode schema(String section) throws IOException {
    return new ObjectMapper()
        .readTree(Path.of("docs/schema/lockstep.schema.json").toFile())
        .path("properties")
        .path(section)
        .path("properties");
  }
}
