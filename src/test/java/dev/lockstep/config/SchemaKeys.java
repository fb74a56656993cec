package dev.lockstep.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The published schema, key by key. */
final class SchemaKeys {
  static final JsonNode SCHEMA = read(Path.of("docs/schema/lockstep.schema.json"));

  private static final Pattern RANGE = Pattern.compile(" \\((\\S+) to (\\S+)\\)$");

  private SchemaKeys() {}

  /** A key of the schema that holds a value, not a section. */
  record Key(String section, String name, JsonNode schema) {
    @Override
    public String toString() {
      return section.isEmpty() ? name : section + "." + name;
    }

    /** From where to where a duration or a size may go: the end of its description. */
    Matcher range() {
      return RANGE.matcher(schema.path("description").asText());
    }

    /** The description without its range. */
    String meaning() {
      return range().replaceFirst("");
    }

    boolean isForMysql() {
      return name.equals("server-id") || name.equals("on-unlogged-rows");
    }
  }

  static Stream<Key> keys() {
    return sections()
        .flatMap(
            section ->
                fields(section(section).path("properties"))
                    .filter(field -> !field.getValue().has("properties"))
                    .map(field -> new Key(section, field.getKey(), field.getValue())));
  }

  static Stream<String> sections() {
    return Stream.concat(
        Stream.of(""),
        fields(SCHEMA.path("properties"))
            .filter(field -> field.getValue().has("properties"))
            .map(Map.Entry::getKey));
  }

  static JsonNode section(String section) {
    return section.isEmpty() ? SCHEMA : SCHEMA.path("properties").path(section);
  }

  static Stream<String> namesIn(String section) {
    return fields(section(section).path("properties")).map(Map.Entry::getKey);
  }

  private static Stream<Map.Entry<String, JsonNode>> fields(JsonNode node) {
    return StreamSupport.stream(node.properties().spliterator(), false);
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
