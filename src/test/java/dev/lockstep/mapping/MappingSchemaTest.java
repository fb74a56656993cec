package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.yaml.Interpolation;
import dev.lockstep.yaml.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published schema and the parser know the same keys and words. */
class MappingSchemaTest {
  private static final String STRANGER = "zzzzzzzzzz";

  private final JsonNode schema;

  MappingSchemaTest() throws IOException {
    schema = ItemJson.MAPPER.readTree(Files.readString(Path.of("docs/schema/mapping.schema.json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'' ; STRANGER: 1",
        "table ; tables: { abc: { STRANGER: 1 } }",
        "index ; tables: { abc: { indexes: { idx: { STRANGER: 1 } } } }",
        "typedKeyAttribute ; tables: { abc: { partition-key: { STRANGER: 1 } } }",
        "item ; items: { a: { STRANGER: 1 } }",
        "except ; items: { a: { columns: { STRANGER: 1 } } }",
        "embed ; items: { a: { embed: { b: { STRANGER: 1 } } } }",
        "embed ; items: { a: { embed: { b: { embed: { c: { STRANGER: 1 } } } } } }",
        "lookup ; items: { a: { lookup: { b: { STRANGER: 1 } } } }",
        "lookup ; items: { a: { embed: { b: { lookup: { c: { STRANGER: 1 } } } } } }",
        "lookup ; items: { a: { lookup: { b: { lookup: { c: { STRANGER: 1 } } } } } }",
        "text ; items: { a: { lookup: { b: { take: { STRANGER: 1 } } } } }",
        "value ; items: { a: { embed: { b: { key: { STRANGER: 1 } } } } }",
        "value ; items: { a: { embed: { b: { value: { STRANGER: 1 } } } } }",
        "value ; items: { a: { attributes: { b: { STRANGER: 1 } } } }",
        "value ; items: { a: { key: { b: { STRANGER: 1 } } } }"
      })
  void everySectionHasTheKeysOfItsDefinition(String definition, String yaml) {
    JsonNode node = definition.isEmpty() ? schema : schema.get("$defs").get(definition);
    List<String> published = new ArrayList<>();
    node.get("properties").fieldNames().forEachRemaining(published::add);

    assertThat(node.get("additionalProperties").asBoolean(true)).isFalse();
    assertThat(allowedKeys(yaml.replace("STRANGER", STRANGER))).isEqualTo(new TreeSet<>(published));
  }

  @Test
  void everyWordOfTheParserIsInTheSchema() {
    JsonNode definitions = schema.get("$defs");

    assertThat(words(definitions.at("/value/properties/as"))).isEqualTo(words(As.values()));
    assertThat(words(definitions.at("/nulls"))).isEqualTo(words(Nulls.values()));
    assertThat(words(definitions.at("/numbers"))).isEqualTo(words(NumberPolicy.values()));
    assertThat(words(definitions.at("/embed/properties/as")))
        .isEqualTo(words(EmbedDefinition.Form.values()));
  }

  private static List<String> words(JsonNode property) {
    List<String> words = new ArrayList<>();
    property.get("enum").forEach(word -> words.add(word.asText()));
    return words;
  }

  private static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Section::wordOf).toList();
  }

  /** The parser answers a stranger with all the keys that it knows there. */
  private static Set<String> allowedKeys(String yaml) {
    LockstepException refusal =
        catchThrowableOfType(
            LockstepException.class, () -> MappingParser.parse("m.yaml", yaml, Interpolation.NONE));
    String remedy =
        refusal.problems().stream()
            .filter(p -> p.code().equals("UNKNOWN-KEY") && p.what().contains(STRANGER))
            .map(Problem::remedy)
            .findFirst()
            .orElseThrow();
    String keys = remedy.substring(remedy.indexOf("Allowed here: ") + 14, remedy.length() - 1);
    return new TreeSet<>(List.of(keys.split(", ")));
  }
}
