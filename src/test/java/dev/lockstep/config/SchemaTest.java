package dev.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.lockstep.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema and the loader must agree; JSON is YAML, so both can be asked about the same text. */
final class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema VALIDATOR =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SchemaKeys.SCHEMA);
  private static final String MYSQL = "mysql";

  private static Path folder = Path.of("");

  /** One folder for all: there are many small cases. */
  @BeforeAll
  static void useFolder(@TempDir Path fresh) {
    folder = fresh;
  }

  @ParameterizedTest
  @MethodSource("dev.lockstep.config.SchemaKeys#sections")
  void the_schema_has_the_keys_that_the_loader_knows(String section) throws Exception {
    TreeSet<String> known = new TreeSet<>(keysOfLoader(section, "postgres"));
    known.addAll(keysOfLoader(section, MYSQL));

    assertThat(SchemaKeys.namesIn(section)).containsExactlyInAnyOrderElementsOf(known);
  }

  /** The loader tells its keys to whoever writes one that it does not know. */
  private static List<String> keysOfLoader(String section, String kind) throws Exception {
    ObjectNode config = minimal(kind.equals(MYSQL));
    at(config, section).put("zzzzzzzzzzzz", 1);
    Problem unknown =
        problems(config).stream()
            .filter(p -> p.code().equals("UNKNOWN-KEY"))
            .findFirst()
            .orElseThrow();
    String allowed = unknown.remedy().replaceFirst(".*Allowed here: ", "").replaceFirst("\\.$", "");
    return List.of(allowed.split(", "));
  }

  @ParameterizedTest
  @MethodSource("dev.lockstep.config.SchemaKeys#sections")
  void what_the_schema_requires_the_loader_requires(String section) throws Exception {
    List<String> required = new ArrayList<>();
    SchemaKeys.section(section).path("required").forEach(name -> required.add(name.asText()));
    for (SchemaKeys.Key key : SchemaKeys.keys().filter(k -> k.section().equals(section)).toList()) {
      ObjectNode config = minimal(false);
      boolean there = at(config, section).remove(key.name()) != null;
      boolean missed = problems(config).toString().contains("MISSING-KEY");

      assertThat(missed).as("%s", key).isEqualTo(there && required.contains(key.name()));
      assertThat(required.contains(key.name()) && !there)
          .as("%s in the minimal one", key)
          .isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.lockstep.config.SchemaKeys#keys")
  void a_default_of_the_schema_is_what_the_loader_uses(SchemaKeys.Key key) throws Exception {
    ObjectNode without = minimal(key.isForMysql());
    ObjectNode with = minimal(key.isForMysql());
    JsonNode fallback = key.schema().path("default");
    if (!fallback.isMissingNode()) {
      at(with, key.section()).set(key.name(), fallback);
      assertThat(load(with)).isEqualTo(load(without));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.lockstep.config.SchemaKeys#keys")
  void a_value_other_than_the_default_changes_the_configuration(SchemaKeys.Key key)
      throws Exception {
    ObjectNode changed = minimal(key.isForMysql() || key.name().equals("kind"));
    at(changed, key.section()).set(key.name(), other(key));

    assertThat(VALIDATOR.validate(changed)).as("%s", changed).isEmpty();
    assertThat(load(changed)).isNotEqualTo(load(minimal(key.isForMysql())));
  }

  @ParameterizedTest
  @MethodSource("dev.lockstep.config.SchemaKeys#keys")
  void schema_and_loader_accept_and_refuse_the_same_values(SchemaKeys.Key key) throws Exception {
    for (JsonNode candidate : candidates(key)) {
      ObjectNode config = minimal(key.isForMysql());
      at(config, key.section()).set(key.name(), candidate);
      boolean valid = VALIDATOR.validate(config).isEmpty();

      assertThat(problems(config).isEmpty()).as("%s: %s", key, candidate).isEqualTo(valid);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.lockstep.config.SchemaKeys#keys")
  void durations_and_sizes_end_where_the_schema_says(SchemaKeys.Key key) throws Exception {
    Matcher range = key.range();
    if (range.find()) {
      for (String bound : List.of(range.group(1), range.group(2))) {
        assertThat(problemsWith(key, bound)).as("%s: %s", key, bound).isEmpty();
      }
      for (String beyond : List.of(below(range.group(1)), above(range.group(2)))) {
        assertThat(problemsWith(key, beyond)).as("%s: %s", key, beyond).hasSize(1);
      }
    }
  }

  @Test
  void the_schema_knows_what_belongs_to_which_database_and_that_a_target_has_an_address() {
    ObjectNode slotOfMysql = minimal(true);
    at(slotOfMysql, "source").put("slot", "x");
    ObjectNode idOfPostgres = minimal(false);
    at(idOfPostgres, "source").put("server-id", 1);
    ObjectNode nowhere = minimal(false);
    at(nowhere, "target").removeAll();

    for (ObjectNode wrong : List.of(slotOfMysql, idOfPostgres, nowhere)) {
      assertThat(VALIDATOR.validate(wrong)).as("%s", wrong).isNotEmpty();
    }
    assertThat(VALIDATOR.validate(minimal(true))).isEmpty();
    assertThat(VALIDATOR.validate(minimal(false))).isEmpty();
  }

  private static List<JsonNode> candidates(SchemaKeys.Key key) {
    List<JsonNode> candidates = new ArrayList<>();
    for (String text :
        new String[] {
          "",
          "A-b",
          "true",
          "5s",
          "64MiB",
          "eu-west-1",
          "127.0.0.1:1",
          "[::1]:1",
          "http://h:1",
          "http://h/x",
          "x".repeat(64)
        }) {
      candidates.add(TextNode.valueOf(text));
    }
    for (JsonNode typed : key.schema().path("anyOf")) {
      typed.path("enum").forEach(candidates::add);
      numbers(typed, candidates);
    }
    candidates.add(JSON.createObjectNode().set("a", JSON.createArrayNode()));
    candidates.add(JSON.createArrayNode().add(JSON.createObjectNode()));
    candidates.removeIf(candidate -> isBeyondSchemas(key, candidate));
    return candidates;
  }

  private static void numbers(JsonNode typed, List<JsonNode> candidates) {
    for (String bound : new String[] {"minimum", "maximum"}) {
      if (typed.has(bound)) {
        long edge = typed.path(bound).asLong();
        candidates.add(JSON.getNodeFactory().numberNode(edge));
        candidates.add(
            JSON.getNodeFactory().numberNode(bound.equals("minimum") ? edge - 1 : edge + 1));
      }
    }
  }

  /**
   * What a schema cannot say or need not: emptiness of texts that are required, quoted truth
   * values, and the range of durations and sizes, which has its own test.
   */
  private static boolean isBeyondSchemas(SchemaKeys.Key key, JsonNode candidate) {
    boolean text = key.schema().path("$ref").asText().endsWith("text");
    boolean ranged = key.range().find() && candidate.asText().matches("5s|64MiB");
    boolean quoted =
        candidate.asText().equals("true") && key.schema().toString().contains("boolean");
    return (text && candidate.asText().isEmpty() && candidate.isTextual()) || ranged || quoted;
  }

  private static JsonNode other(SchemaKeys.Key key) {
    JsonNode schema = key.schema();
    Matcher range = key.range();
    if (range.find()) {
      return TextNode.valueOf(range.group(2));
    }
    for (JsonNode typed : schema.path("anyOf")) {
      if (typed.has("enum")) {
        ArrayNode choices = (ArrayNode) typed.path("enum");
        return choices.get(choices.size() - 1);
      }
      if (typed.has("maximum")) {
        return typed.path("maximum");
      }
      if (typed.path("type").asText().equals("boolean")) {
        return JSON.getNodeFactory().booleanNode(!schema.path("default").asBoolean());
      }
    }
    return special(key);
  }

  private static JsonNode special(SchemaKeys.Key key) {
    return switch (key.name()) {
      case "listen" -> TextNode.valueOf("127.0.0.2:1");
      case "endpoint" -> TextNode.valueOf("https://elsewhere:1");
      case "debezium" -> JSON.createObjectNode().put("poll.interval.ms", "30");
      case "hooks" ->
          JSON.createObjectNode().set("switch-traffic", JSON.createObjectNode().put("sql", "x"));
      default -> TextNode.valueOf("elsewhere");
    };
  }

  private static String above(String bound) {
    String digits = bound.replaceAll("\\D", "");
    return Long.parseLong(digits) + 1 + bound.substring(digits.length());
  }

  private static String below(String bound) {
    return bound.endsWith("B")
        ? Size.parse(bound).bytes() - 1 + "B"
        : Durations.parse(bound).toMillis() - 1 + "ms";
  }

  private static List<Problem> problemsWith(SchemaKeys.Key key, String text) throws Exception {
    ObjectNode config = minimal(key.isForMysql());
    at(config, key.section()).put(key.name(), text);
    return problems(config);
  }

  private static ObjectNode minimal(boolean mysql) {
    ObjectNode config = JSON.createObjectNode();
    config.put("pipeline", "shop").put("mapping", "shop.yaml");
    at(config, "source").put("host", "h").put("database", "d").put("user", "u");
    at(config, "source").put("kind", mysql ? MYSQL : "postgres");
    if (mysql) {
      at(config, "source").put("server-id", 1);
    }
    at(config, "target").put("region", "eu-west-1");
    return config;
  }

  private static ObjectNode at(ObjectNode config, String section) {
    return section.isEmpty() ? config : config.withObject("/" + section);
  }

  private static Config load(ObjectNode config) throws Exception {
    return ConfigTexts.load(folder, config.toString());
  }

  private static List<Problem> problems(ObjectNode config) throws Exception {
    return ConfigTexts.problems(folder, config.toString());
  }
}
