package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.UnnettableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random transactions over the tables of {@link HandJoins}, whole and in parts, in slices of any
 * size: after each the target holds the items that the rows should have.
 */
class MarkingModelTest {
  private static final int WORLDS = 25;
  private static final int TRANSACTIONS = 40;
  private static final int WHOLE = Integer.MAX_VALUE;
  private static final int KEYS = 6;
  private static final List<TableId> TABLES =
      HandJoins.KEPT.stream().map(KeptTable::table).toList();

  @ParameterizedTest
  @CsvSource({"1, 10000", "2, 1", "3, 3", "20261122, 2"})
  void wholeTransactionsInSlices(long seed, int sliceItems) {
    run(seed, new MapperOptions(1000, sliceItems, Long.MAX_VALUE), WHOLE);
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "5, 2", "20261123, 3"})
  void transactionsInParts(long seed, int partSize) {
    run(seed, new MapperOptions(1000, 10_000, Long.MAX_VALUE), partSize);
  }

  @ParameterizedTest
  @CsvSource({"6, 4, 2", "7, 3, 1"})
  void partsInSlices(long seed, int partSize, int sliceItems) {
    run(seed, new MapperOptions(1000, sliceItems, Long.MAX_VALUE), partSize);
  }

  private static void run(long seed, MapperOptions options, int partSize) {
    Random random = new Random(seed);
    HandJoins joins = new HandJoins();
    int refused = 0;
    for (int i = 0; i < WORLDS; i++) {
      MappedWorld world = joins.world(options);
      Play play = new Play(world, random);
      if (random.nextBoolean()) {
        world.load(play.rows());
      }
      for (int t = 0; t < TRANSACTIONS; t++) {
        play.transaction();
        try {
          world.commit(partSize);
        } catch (UnnettableException e) {
          refused++;
          break;
        }
        assertThat(world.badRows).as("seed %d, world %d, transaction %d", seed, i, t).isEmpty();
        assertThat(world.items)
            .as("seed %d, world %d, transaction %d", seed, i, t)
            .isEqualTo(joins.expected(world.rows));
      }
    }
    assertThat(refused).as("transactions that a person must look at").isLessThan(WORLDS / 4);
  }

  /** Random changes. */
  private static final class Play {
    private final MappedWorld world;
    private final Random random;

    Play(MappedWorld world, Random random) {
      this.world = world;
      this.random = random;
    }

    /** Rows of all tables; no two customers of one region. */
    List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      for (TableId table : TABLES) {
        for (long id = 0; id < KEYS; id += 2) {
          rows.add(row(table, id, "r" + id));
        }
      }
      return rows;
    }

    void transaction() {
      int changes = 1 + random.nextInt(8);
      for (int i = 0; i < changes; i++) {
        change(TABLES.get(random.nextInt(TABLES.size())));
      }
    }

    private void change(TableId table) {
      List<RowKey> keys =
          world.rows.keySet().stream().filter(key -> key.table().equals(table)).toList();
      int dice = random.nextInt(100);
      if (dice < 2) {
        world.truncate(table);
      } else if (dice < 35 || keys.isEmpty()) {
        insert(table);
      } else if (dice < 50) {
        world.delete(keys.get(random.nextInt(keys.size())));
      } else {
        update(keys.get(random.nextInt(keys.size())));
      }
    }

    private void insert(TableId table) {
      Row row = row(table, random.nextInt(KEYS), freeRegion());
      if (!world.rows.containsKey(row.key())) {
        world.insert(row);
      }
    }

    /** One column changes, or the whole row. */
    private void update(RowKey key) {
      Row before = Objects.requireNonNull(world.rows.get(key));
      Row fresh = row(key.table(), random.nextInt(KEYS), freeRegion());
      Row after = random.nextInt(3) == 0 ? fresh : withOneColumnOf(before, fresh);
      boolean taken = !after.key().equals(key) && world.rows.containsKey(after.key());
      if (!taken) {
        world.update(key, after, Set.of());
      }
    }

    private Row withOneColumnOf(Row before, Row fresh) {
      int columns = before.schema().columns().size();
      String column = before.schema().columns().get(random.nextInt(columns)).name();
      return HandRows.with(before, column, fresh.get(column));
    }

    /** What a unique column may take in the midst of a transaction. */
    private String freeRegion() {
      Set<Object> taken =
          world.rows.values().stream()
              .filter(row -> row.table().equals(HandJoins.CUSTOMERS))
              .map(row -> Objects.requireNonNull(row.get("region")))
              .collect(Collectors.toSet());
      List<String> free =
          IntStream.range(0, KEYS + 2)
              .mapToObj(i -> "r" + i)
              .filter(r -> !taken.contains(r))
              .toList();
      return free.get(random.nextInt(free.size()));
    }

    private Row row(TableId table, long id, String region) {
      Map<TableId, @Nullable Object[]> values =
          Map.of(
              HandJoins.CUSTOMERS, new @Nullable Object[] {id, any("name"), region},
              HandJoins.ORDERS, new @Nullable Object[] {id, reference(), any("s"), any("u")},
              HandJoins.LINES,
                  new @Nullable Object[] {id, reference(), reference(), random.nextInt(3)},
              HandJoins.PRODUCTS, new @Nullable Object[] {id, any("name"), any("u")},
              HandJoins.PEOPLE, new @Nullable Object[] {id, reference(), any("name")});
      return HandRows.row(table.name(), Objects.requireNonNull(values.get(table)));
    }

    private String any(String name) {
      return name + random.nextInt(3);
    }

    private @Nullable Object reference() {
      return random.nextInt(5) == 0 ? null : random.nextInt(KEYS);
    }
  }
}
