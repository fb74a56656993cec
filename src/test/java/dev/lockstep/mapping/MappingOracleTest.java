package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After any transaction the target holds exactly the items that each row should have by itself,
 * whatever way the rows took there.
 */
@Execution(ExecutionMode.CONCURRENT)
class MappingOracleTest {
  private static final int WORLDS = 40;
  private static final int TRANSACTIONS = 40;

  private static final String TABLE =
      """
      public.things:
        columns: { id: bigint, grp: bigint, name: text null, body: text null, amount: numeric null }
        key: [id]
      """;

  /** Keys from the row key only; large values may stay unsent. */
  private static final String BY_ROW_KEY =
      """
      tables:
        all: { partition-key: pk, sort-key: sk, indexes: { idx: { partition-key: name } } }
      items:
        thing: { table: all, from: public.things, key: { pk: "T#{id}", sk: A } }
        other:
          table: all
          from: public.things
          key: { pk: "U#{id|pad:4}", sk: B }
          nulls: keep
          columns: [amount]
          attributes: { big: { column: body } }
      """;

  /** Keys that move, and conditions that flip. */
  private static final String BY_OTHER_COLUMNS =
      """
      tables:
        all: { partition-key: pk, sort-key: sk }
      items:
        thing: { table: all, from: public.things, key: { pk: "G#{grp}", sk: "T#{id}" } }
        cheap:
          table: all
          from: public.things
          where: amount < 50.0 || name == null
          key: { pk: "C#{grp}#{id}", sk: C }
          columns: [name]
      """;

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_122})
  void keysOfTheRowKeyUnderTheDefaultReplicaIdentity(long seed) {
    String tables = TABLE + "  toastable: [body]\n";
    run(seed, tables, BY_ROW_KEY);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 20_261_123})
  void keysAndConditionsOnAnyColumnUnderTheFullReplicaIdentity(long seed) {
    run(seed, TABLE + "  full: true\n", BY_OTHER_COLUMNS);
  }

  private static void run(long seed, String tables, String mapping) {
    Random random = new Random(seed);
    for (int i = 0; i < WORLDS; i++) {
      MappedWorld world = new MappedWorld(SourceTables.parse(tables), mapping);
      world.load(new Play(world, random).rows(random.nextInt(8)));
      for (int t = 0; t < TRANSACTIONS; t++) {
        new Play(world, random).transaction();
        assertThat(world.badRows).as("seed %d, world %d, transaction %d", seed, i, t).isEmpty();
        assertThat(world.items)
            .as("seed %d, world %d, transaction %d", seed, i, t)
            .isEqualTo(world.expectedItems());
      }
    }
  }

  /** One random transaction. */
  private static final class Play {
    private static final int KEYS = 12;

    private final MappedWorld world;
    private final Random random;
    private final TableSchema schema;
    private final TableId table = TableId.parse("public.things");

    Play(MappedWorld world, Random random) {
      this.world = world;
      this.random = random;
      this.schema = world.tables.schema("public.things");
    }

    void transaction() {
      int changes = 1 + random.nextInt(6);
      for (int i = 0; i < changes; i++) {
        change();
      }
      world.commit();
    }

    private void change() {
      List<RowKey> keys = new ArrayList<>(world.rows.keySet());
      int dice = random.nextInt(100);
      if (dice < 2) {
        world.truncate(table);
      } else if (dice < 30 || keys.isEmpty()) {
        insert();
      } else if (dice < 50) {
        world.delete(keys.get(random.nextInt(keys.size())));
      } else {
        update(keys.get(random.nextInt(keys.size())));
      }
    }

    List<Row> rows(int count) {
      List<Row> rows = new ArrayList<>();
      for (long id = 0; id < count; id++) {
        rows.add(row(id));
      }
      return rows;
    }

    private void insert() {
      Row row = row(random.nextInt(KEYS));
      if (!world.rows.containsKey(row.key())) {
        world.insert(row);
      }
    }

    private void update(RowKey key) {
      Row before = Objects.requireNonNull(world.rows.get(key));
      boolean move = random.nextInt(4) == 0;
      Row fresh = row(move ? random.nextInt(KEYS) : (Long) Objects.requireNonNull(before.get(0)));
      boolean moved = !fresh.key().equals(key);
      if (moved && world.rows.containsKey(fresh.key())) {
        return;
      }
      boolean keepsBody = before.get("body") != null && random.nextBoolean();
      world.update(
          key, keepsBody ? withBody(fresh, before) : fresh, keepsBody ? Set.of("body") : Set.of());
    }

    private Row withBody(Row row, Row body) {
      @Nullable Object[] values = new Object[schema.columns().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = row.get(i);
      }
      values[schema.indexOf("body")] = body.get("body");
      return new Row(schema, values);
    }

    private Row row(long id) {
      return new Row(
          schema,
          new @Nullable Object[] {
            id,
            (long) random.nextInt(3),
            maybe("n" + random.nextInt(3)),
            maybe("body" + random.nextInt(1000)),
            maybe(BigDecimal.valueOf(random.nextInt(10_000), 2))
          });
    }

    private @Nullable Object maybe(Object value) {
      return random.nextInt(4) == 0 ? null : value;
    }
  }
}
