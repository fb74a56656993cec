package dev.lockstep.change;

import static dev.lockstep.change.Unavailable.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random transactions on a table that is simulated row by row: applying what netting says to the
 * table as it was gives the table as it became, whatever the parts in which the transaction flows.
 * What cannot be told is refused, and that happens only where two rows may share a key.
 */
class NettingModelTest {
  private static final int SEEDS = 4_000;
  private static final TableId TABLE = new TableId("public", "t");

  @ParameterizedTest(name = "deferrable key: {0}, full before images: {1}")
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void nettingLeavesTheTableThatTheTransactionLeft(boolean deferrable, boolean full) {
    int refused = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Simulation simulation = new Simulation(new Random(seed), deferrable, full);
      try {
        Map<Long, List<Object>> netted = simulation.transactThroughNetting();
        assertThat(netted).as("seed %d: %s", seed, simulation).isEqualTo(simulation.table);
      } catch (UnnettableException e) {
        refused++;
      }
    }
    assertThat(refused).isLessThanOrEqualTo(deferrable ? SEEDS / 5 : 0);
  }

  private static final class Simulation {
    private final Random random;
    private final boolean full;
    private final boolean deferrable;
    private final boolean sameNames;
    private final TableSchema schema;
    private final Map<Long, List<Object>> table = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private int names;

    Simulation(Random random, boolean deferrable, boolean full) {
      this.random = random;
      this.full = full;
      this.deferrable = deferrable;
      this.sameNames = random.nextInt(3) == 0;
      ColumnType text = ColumnType.of(ColumnType.Kind.TEXT, "text");
      List<Column> columns =
          List.of(
              new Column("id", ColumnType.of(ColumnType.Kind.INTEGER, "int8"), false),
              new Column("name", text, true),
              new Column("big", text, true));
      this.schema = new TableSchema(TABLE, columns, List.of("id"), deferrable);
      for (long id = 0; id < 8; id++) {
        if (random.nextBoolean()) {
          table.put(id, List.of(name(), big()));
        }
      }
    }

    Map<Long, List<Object>> transactThroughNetting() {
      Map<Long, List<Object>> target = new TreeMap<>(table);
      int steps = 1 + random.nextInt(12);
      for (int i = 0; i < steps; i++) {
        step();
      }
      Netting netting = new Netting();
      for (Transaction part : parts()) {
        apply(netting.net(part), target);
      }
      return target;
    }

    @Override
    public String toString() {
      return changes.toString().replace("b".repeat(70), "b");
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> insert(freeKey());
        case 3, 4, 5 -> update();
        case 6, 7 -> delete();
        case 8, 9 -> move();
        case 10 -> shift();
        default -> truncateSometimes();
      }
    }

    private void insert(long id) {
      table.put(id, List.of(name(), big()));
      changes.add(new Change.Insert(row(id, at(id))));
    }

    private void update() {
      Long id = someKey();
      if (id != null) {
        List<Object> before = at(id);
        boolean touchesBig = random.nextInt(3) == 0;
        List<Object> after = List.of(name(), touchesBig ? big() : before.get(1));
        table.put(id, after);
        changes.add(
            new Change.Update(full ? row(id, before) : null, sent(id, after, touchesBig || full)));
      }
    }

    private void delete() {
      Long id = someKey();
      if (id != null) {
        changes.add(new Change.Delete(beforeImage(id, take(id))));
      }
    }

    /** To a key that is free; what else changes only a complete before image can tell. */
    private void move() {
      Long from = someKey();
      if (from != null) {
        List<Object> before = take(from);
        boolean renamed = (full || !deferrable) && random.nextBoolean();
        long to = freeKey();
        table.put(to, List.of(renamed ? name() : before.get(0), before.get(1)));
        moved(from, before, to);
      }
    }

    /** {@code UPDATE t SET id = id + 1}: in any order if the key is deferrable. */
    private void shift() {
      List<Long> order = new ArrayList<>(table.keySet());
      if (deferrable) {
        Collections.shuffle(order, random);
      } else {
        Collections.reverse(order);
      }
      Map<Long, List<Object>> before = new TreeMap<>(table);
      table.clear();
      before.forEach((id, content) -> table.put(id + 1, content));
      order.forEach(id -> moved(id, at(id + 1), id + 1));
    }

    /** An unsent value of a row that left an overwritten key is refused: see NettingTest. */
    private void moved(long from, List<Object> before, long to) {
      changes.add(
          new Change.Update(beforeImage(from, before), sent(to, at(to), full || deferrable)));
    }

    private void truncateSometimes() {
      if (random.nextInt(3) == 0) {
        table.clear();
        changes.add(new Change.Truncate(TABLE));
      }
    }

    private List<Object> at(long id) {
      return Objects.requireNonNull(table.get(id));
    }

    private List<Object> take(long id) {
      return Objects.requireNonNull(table.remove(id));
    }

    private Row beforeImage(long id, List<Object> content) {
      return full ? row(id, content) : row(id, List.of(UNAVAILABLE, UNAVAILABLE));
    }

    private Row sent(long id, List<Object> content, boolean withBig) {
      return withBig ? row(id, content) : row(id, List.of(content.get(0), UNAVAILABLE));
    }

    private Row row(long id, List<Object> content) {
      return new Row(schema, new Object[] {id, content.get(0), content.get(1)});
    }

    /** Rows that only their keys tell apart, where the source says enough for that. */
    private String name() {
      return full && sameNames ? "n" : "n" + names++;
    }

    private String big() {
      return "b".repeat(70) + (sameNames ? 0 : random.nextInt(1000));
    }

    private long freeKey() {
      long id = random.nextInt(12);
      while (table.containsKey(id)) {
        id++;
      }
      return id;
    }

    private @Nullable Long someKey() {
      List<Long> keys = new ArrayList<>(table.keySet());
      return keys.isEmpty() ? null : keys.get(random.nextInt(keys.size()));
    }

    private List<Transaction> parts() {
      List<Transaction> parts = new ArrayList<>();
      int from = 0;
      while (from < changes.size()) {
        int to = random.nextBoolean() ? changes.size() : from + 1 + random.nextInt(4);
        to = Math.min(to, changes.size());
        SourcePosition position = to == changes.size() ? new SourcePosition("1") : null;
        parts.add(
            new Transaction(
                Transaction.Kind.STREAM,
                new Version(0, 1, to),
                0,
                List.copyOf(changes.subList(from, to)),
                position,
                0));
        from = to;
      }
      return parts;
    }

    private static void apply(NetTransaction net, Map<Long, List<Object>> target) {
      Map<Long, List<Object>> before = new TreeMap<>(target);
      if (net.truncated().contains(TABLE)) {
        target.clear();
      }
      net.rows().stream().filter(row -> row.after() == null).forEach(row -> target.remove(id(row)));
      for (RowChange row : net.rows()) {
        if (row.after() != null) {
          target.put(id(row), content(row, row.after(), before));
        }
      }
    }

    private static long id(RowChange row) {
      return (Long) row.key().values().get(0);
    }

    private static List<Object> content(
        RowChange change, Row after, Map<Long, List<Object>> before) {
      if (!after.hasUnavailable()) {
        return List.of(value(after, "name"), value(after, "big"));
      }
      RowKey from = change.movedFrom() == null ? change.key() : change.movedFrom();
      List<Object> old = before.get(from.values().get(0));
      return List.of(value(after, "name"), old == null ? "lost" : old.get(1));
    }

    private static Object value(Row row, String column) {
      return Objects.requireNonNull(row.get(column));
    }
  }
}
