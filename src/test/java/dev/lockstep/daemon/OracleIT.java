package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.oracle.LiveWorlds;
import dev.lockstep.testing.servers.Dbms;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Random schemas under random mappings, in a real server with random writers, while the daemon is
 * killed at random moments: the items become those that an evaluator of plain loops makes of the
 * rows.
 */
@Execution(ExecutionMode.CONCURRENT)
class OracleIT {
  private static final long SEED = 77;
  private static final int WRITERS_PER_WORLD = 2;
  private static final int TRANSACTIONS_PER_LIFE = 50;

  @TempDir Path dir;

  /**
   * @param leastItems that are left in the end: fewer where most references are declared, since
   *     what is deleted takes more with it
   */
  @ParameterizedTest(name = "{0}, {1} worlds, {2} lives")
  @CsvSource({"POSTGRES, 6, 6, 20", "MYSQL, 6, 4, 5"})
  void items_are_a_function_of_the_rows_after_any_number_of_kills(
      Dbms dbms, int count, int lives, int leastItems) throws Exception {
    LiveWorlds worlds = new LiveWorlds(dbms, SEED, count);
    try (World world = World.create(dir, dbms)) {
      worlds.create(world.jdbcUrl());
      String config = world.configure(worlds.mapping()).toString();
      world.createTables();
      int committed = killAgainAndAgain(world, config, worlds, lives);
      int tried = count * WRITERS_PER_WORLD * lives * TRANSACTIONS_PER_LIFE;
      assertThat(committed).as("transactions of %d", tried).isGreaterThan(tried * 2 / 3);
      assertThat(worlds.expected(world.jdbcUrl())).hasSizeGreaterThan(leastItems);
      settleAndCompare(world, config, worlds);
    }
  }

  private static int killAgainAndAgain(World world, String config, LiveWorlds worlds, int lives)
      throws Exception {
    Random random = new Random(SEED);
    ExecutorService writers = Executors.newFixedThreadPool(worlds.size() * WRITERS_PER_WORLD);
    int committed = 0;
    try {
      for (int life = 0; life < lives; life++) {
        try (DaemonProcess daemon = start(world, config)) {
          List<Future<Integer>> writing = write(world, worlds, writers, life);
          RandomMoment.of(life).await(world, daemon, random, () -> {});
          daemon.kill();
          committed += sum(writing);
        }
      }
    } finally {
      writers.shutdownNow();
    }
    return committed;
  }

  private static List<Future<Integer>> write(
      World world, LiveWorlds worlds, ExecutorService writers, int life) {
    List<Future<Integer>> writing = new ArrayList<>();
    for (int i = 0; i < worlds.size() * WRITERS_PER_WORLD; i++) {
      int which = i % worlds.size();
      long writer = 100L * life + i;
      Callable<Integer> write =
          () -> worlds.write(world.jdbcUrl(), which, writer, TRANSACTIONS_PER_LIFE);
      writing.add(writers.submit(write));
    }
    return writing;
  }

  private static int sum(List<Future<Integer>> writing)
      throws InterruptedException, ExecutionException {
    int committed = 0;
    for (Future<Integer> each : writing) {
      committed += each.get();
    }
    return committed;
  }

  private static DaemonProcess start(World world, String config) {
    return DaemonProcess.start(world.log(), Map.of(), List.of("run", "--config", config));
  }

  private static void settleAndCompare(World world, String config, LiveWorlds worlds)
      throws Exception {
    Map<ItemKey, Map<String, Value>> expected = worlds.expected(world.jdbcUrl());
    try (DaemonProcess daemon = start(world, config)) {
      await("the items equal the rows")
          .atMost(Duration.ofMinutes(3))
          .pollInterval(World.ITEMS_POLL)
          .until(() -> !daemon.isAlive() || differences(world, worlds, expected).isEmpty());
      assertThat(differences(world, worlds, expected))
          .as("the log:\n%s\n%s", world.lastOfLog(), worlds)
          .isEmpty();
      assertThat(daemon.terminate()).isZero();
      assertThat(differences(world, worlds, expected)).isEmpty();
    }
  }

  private static String differences(
      World world, LiveWorlds worlds, Map<ItemKey, Map<String, Value>> expected) {
    return LiveWorlds.differences(expected, items(world, worlds));
  }

  /** What stands in DynamoDB, without bookkeeping; tombstones count as absent. */
  private static Map<ItemKey, Map<String, Value>> items(World world, LiveWorlds worlds) {
    Map<ItemKey, Map<String, Value>> items = new HashMap<>();
    worlds
        .keys()
        .forEach(
            (table, keys) ->
                world
                    .items()
                    .client()
                    .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                    .items()
                    .forEach(item -> add(items, table, keys, item)));
    return items;
  }

  private static void add(
      Map<ItemKey, Map<String, Value>> items,
      String table,
      List<String> keys,
      Map<String, AttributeValue> item) {
    Map<String, Value> attributes = values(item);
    if (attributes.containsKey("_deleted")) {
      return;
    }
    Value partition = Objects.requireNonNull(attributes.remove(keys.get(0)));
    @Nullable Value sort = keys.size() > 1 ? attributes.remove(keys.get(1)) : null;
    attributes.remove("_v");
    attributes.remove("_ts");
    items.put(new ItemKey(table, partition, sort), attributes);
  }

  private static Map<String, Value> values(Map<String, AttributeValue> item) {
    Map<String, Value> values = new LinkedHashMap<>();
    item.forEach((name, value) -> values.put(name, value(value)));
    return values;
  }

  private static Value value(AttributeValue value) {
    return switch (value.type()) {
      case S -> new Value.Text(value.s());
      case N -> new Value.Num(digits(value.n()));
      case BOOL -> new Value.Bool(value.bool());
      case NUL -> new Value.Null();
      case L -> new Value.ListOf(value.l().stream().map(OracleIT::value).toList());
      case M -> new Value.MapOf(values(value.m()));
      case SS -> new Value.TextSet(new LinkedHashSet<>(value.ss()));
      case NS -> new Value.NumSet(digits(value.ns()));
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  private static Set<String> digits(List<String> numbers) {
    Set<String> digits = new LinkedHashSet<>();
    numbers.forEach(number -> digits.add(digits(number)));
    return digits;
  }

  private static String digits(String number) {
    BigDecimal decimal = new BigDecimal(number);
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }
}
