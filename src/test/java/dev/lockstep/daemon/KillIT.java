package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.testing.servers.Dbms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The daemon is killed at random points, in the load and while it streams. Nothing is lost. */
@Execution(ExecutionMode.CONCURRENT)
class KillIT {
  private static final int AT_THE_START = 100;
  private static final int AT_THE_MOMENT = 300;
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path dir;

  @Test
  void items_of_one_row_each_equal_them_after_any_number_of_kills() throws Exception {
    killAgainAndAgain(Dbms.POSTGRES, new Bank("DEFAULT"), 41);
  }

  /** Beside items of one row each, and rows that are bad for a while and set aside. */
  @ParameterizedTest(name = "{0}, REPLICA IDENTITY {1}, slices of {2} items, seed {3}")
  @CsvSource({"POSTGRES, DEFAULT, 3, 44", "POSTGRES, FULL, 10000, 45", "MYSQL, FULL, 3, 52"})
  void items_made_of_several_rows_equal_them_after_any_number_of_kills(
      Dbms dbms, String replicaIdentity, int slice, long seed) throws Exception {
    Scene scene =
        new Together(
            new Together(new Bank(replicaIdentity), new Orders(replicaIdentity)), new Misfits());
    String[] options = {"apply.max-slice-items=" + slice, "apply.on-bad-row=dead-letter"};
    killAgainAndAgain(dbms, scene, seed, options);
  }

  private void killAgainAndAgain(Dbms dbms, Scene scene, long seed, String... overrides)
      throws Exception {
    try (World world = World.create(dir, dbms)) {
      scene.create(world.jdbcUrl());
      String config = world.configure(scene.mapping(), overrides).toString();
      world.createTables();
      try (Workload workload = Workload.start(scene, world.jdbcUrl(), seed, 4, AT_THE_START)) {
        killAgainAndAgain(world, config, workload, new Random(seed));
        assertThat(workload.committed()).isGreaterThan(1_000);
      }
      settleAndCompare(world, scene, config);
    }
  }

  private static void killAgainAndAgain(
      World world, String config, Workload workload, Random random) throws InterruptedException {
    for (int life = 0; life < RandomMoment.KILLS; life++) {
      try (DaemonProcess daemon = start(world, config)) {
        workload.allow(AT_THE_START);
        RandomMoment.of(life).await(world, daemon, random, () -> workload.allow(AT_THE_MOMENT));
        daemon.kill();
      }
    }
  }

  private static DaemonProcess start(World world, String config) {
    return DaemonProcess.start(world.log(), Map.of(), List.of("run", "--config", config));
  }

  private static void settleAndCompare(World world, Scene scene, String config) throws Exception {
    try (DaemonProcess daemon = start(world, config)) {
      awaitEqual(world, scene);
      if (scene instanceof Together together && together.other() instanceof Misfits misfits) {
        requireLetters(world, misfits);
        awaitEqual(world, scene);
      }
      await("tombstones are buried")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                for (String table : scene.keys().keySet()) {
                  assertThat(world.items().tombstones(table)).isEmpty();
                }
              });
      assertThat(daemon.terminate()).isZero();
      assertThat(differences(world, scene)).isEmpty();
    }
  }

  /** Those of the bad rows are open, exactly, until the rows are mended and replayed. */
  private static void requireLetters(World world, Misfits misfits) throws Exception {
    Set<String> expected = misfits.letters(world.jdbcUrl());
    assertThat(expected).isNotEmpty();
    await("the letters of the bad rows")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(letters(world)).containsExactlyElementsOf(expected));
    Misfits.mend(world.jdbcUrl());
    await("a replay closes them")
        .atMost(SOON)
        .until(
            () ->
                DaemonProcess.post(world.adminPort(), "/dead-letters/replay", "{}")
                    .contains("\"open\":0"));
  }

  /** The item type and the row of each letter that is open. */
  private static Set<String> letters(World world) throws Exception {
    String page = DaemonProcess.get(world.adminPort(), "/dead-letters?limit=100");
    JsonNode answer = new ObjectMapper().readTree(page);
    Set<String> letters = new TreeSet<>();
    for (JsonNode letter : answer.path("letters")) {
      String row = letter.path("row").asText();
      String id = row.substring(row.indexOf('[') + 1, row.indexOf(']'));
      letters.add(letter.path("itemType").asText() + " " + id);
    }
    assertThat(letters).hasSize(answer.path("open").asInt());
    return letters;
  }

  static void awaitEqual(World world, Scene scene) throws Exception {
    Map<String, Map<String, Object>> expected = scene.expected(world.jdbcUrl());
    Set<String> stale = scene.stale(world.jdbcUrl());
    await("the items equal the rows")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(World.ITEMS_POLL)
        .untilAsserted(
            () ->
                assertThat(differences(expected, items(world, scene, stale)))
                    .as("the log:\n%s", world.lastOfLog())
                    .isEmpty());
  }

  /** What differs now between the items and what the rows should give. */
  static List<String> differences(World world, Scene scene) throws Exception {
    Set<String> stale = scene.stale(world.jdbcUrl());
    return differences(scene.expected(world.jdbcUrl()), items(world, scene, stale));
  }

  private static Map<String, Map<String, Object>> items(
      World world, Scene scene, Set<String> stale) {
    Map<String, Map<String, Object>> items = world.items().read(scene.keys());
    items.keySet().removeAll(stale);
    return items;
  }

  /** What is missing, extra or different, short enough to read. */
  static List<String> differences(
      Map<String, Map<String, Object>> expected, Map<String, Map<String, Object>> actual) {
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(expected.get(key), actual.get(key)))
        .map(key -> key + ": " + brief(expected.get(key)) + " is " + brief(actual.get(key)))
        .toList();
  }

  private static String brief(@Nullable Map<String, Object> item) {
    String text = String.valueOf(item);
    return text.substring(0, Math.min(300, text.length()));
  }
}
