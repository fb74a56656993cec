package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The folders under {@code scenarios}: tables and a mapping, changes played against them, and what
 * the target must hold in the end, and where it matters by how many writes.
 */
class ScenarioTest {
  private static final Path FOLDERS = Path.of("src/test/resources/scenarios");

  static Stream<String> scenarios() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDERS)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theTargetHoldsWhatTheScenarioExpects(String name) {
    MappedWorld world = play(name);
    JsonNode expected = expected(name);

    assertThat(Scenario.json(world)).isEqualTo(itemsOf(expected.get("items")));
    assertThat(Scenario.badRows(world)).isEqualTo(textsOf(expected.get("badRows")));
    if (expected.has("writes")) {
      assertThat(world.writes).hasSize(expected.get("writes").asInt());
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyItemBelongsToATypeThatOwnsItsKey(String name) {
    MappedWorld world = play(name);

    assertThat(world.items.keySet())
        .allMatch(key -> world.plan.itemTypes().stream().anyMatch(type -> type.ownsKey(key)));
  }

  static Stream<String> scenariosOfGoodRows() throws IOException {
    return scenarios().filter(name -> expected(name).get("badRows").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("scenariosOfGoodRows")
  void afterEachTransactionTheTargetHoldsWhatItsRowsShouldBe(String name) {
    MappedWorld world = world(name, MapperOptions.defaults());

    new Scenario(world)
        .play(
            read(name, "changes.yaml"),
            () -> assertThat(world.items).isEqualTo(world.expectedItems()));
  }

  @ParameterizedTest
  @MethodSource("scenariosOfGoodRows")
  void theTargetHoldsTheSameWhenItemsAreWrittenOneByOne(String name) {
    MappedWorld world = world(name, new MapperOptions(1000, 1, 1));
    new Scenario(world).play(read(name, "changes.yaml"));

    assertThat(Scenario.json(world)).isEqualTo(itemsOf(expected(name).get("items")));
  }

  private static MappedWorld play(String name) {
    MappedWorld world = world(name, MapperOptions.defaults());
    new Scenario(world).play(read(name, "changes.yaml"));
    return world;
  }

  private static MappedWorld world(String name, MapperOptions options) {
    return new MappedWorld(
        SourceTables.parse(read(name, "tables.yaml")), read(name, "mapping.yaml"), options);
  }

  private static JsonNode expected(String scenario) {
    try {
      return ItemJson.MAPPER.readTree(read(scenario, "expected.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String scenario, String file) {
    try {
      return Files.readString(FOLDERS.resolve(scenario).resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Set<JsonNode>> itemsOf(JsonNode byTable) {
    Map<String, Set<JsonNode>> items = new TreeMap<>();
    for (Map.Entry<String, JsonNode> table : byTable.properties()) {
      Set<JsonNode> set = new HashSet<>();
      table.getValue().forEach(set::add);
      items.put(table.getKey(), set);
    }
    return items;
  }

  private static List<String> textsOf(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
