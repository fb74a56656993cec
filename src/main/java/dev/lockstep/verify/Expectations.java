package dev.lockstep.verify;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.Item;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappedRow;
import dev.lockstep.mapping.Mapper;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.SourceProbe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The items that rows of the source make now, by the plan that the pipeline runs. Not thread-safe.
 */
final class Expectations implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 5;

  private final VerifyWorld world;
  private final SourceProbe probe;
  private final SourceLookup lookup;
  private final Budget budget;
  private final AtomicLong rowsRead;
  private final Map<ItemTypePlan, Mapper> mappers = new HashMap<>();

  /**
   * @param rowsRead counts what is read
   */
  Expectations(VerifyWorld world, Budget budget, AtomicLong rowsRead) {
    this.world = world;
    this.budget = budget;
    this.rowsRead = rowsRead;
    this.probe = world.catalog().probe(world.limits().statementTimeout());
    this.lookup =
        new SourceLookup(
            world.plan(), world.tables(), probe, world.limits().joinedRows(), this::charge);
  }

  private void charge(long rows) {
    budget.spend((double) rows);
    rowsRead.addAndGet(rows);
  }

  SourceProbe probe() {
    return probe;
  }

  /** Several reads that want to see one state of the source. */
  @FunctionalInterface
  interface Reads<T> {
    T read() throws InterruptedException;
  }

  /**
   * Reads the source as it is now. A statement that makes a table anew, as {@code TRUNCATE} does,
   * can take the state away that the reads have begun to see, or lock against them: then all of
   * them are made again.
   */
  <T> T seen(Reads<T> reads) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      budget.await();
      rest();
      try {
        return reads.read();
      } catch (LockstepException e) {
        if (!e.problem().code().equals("SOURCE-NOT-READY") || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Holds nothing in the source until it is asked again. */
  void rest() {
    probe.refresh();
    lookup.forget();
  }

  /** The columns that are read of a type's root. */
  TableSchema schema(ItemTypePlan type) {
    return lookup.schema(type.root());
  }

  /** The next roots of a type by key. */
  List<Row> after(ItemTypePlan type, @Nullable RowKey after) {
    return counted(probe.rowsAfter(schema(type), after, world.limits().chunkRows()));
  }

  /**
   * What some roots make.
   *
   * @param rows how many they are
   * @param last the key of the last one; null if there is none
   * @param items what they make
   */
  record Chunk(int rows, @Nullable RowKey last, List<Expected> items) {}

  /** What some roots of a type make, for who does not want to hold the rows for longer. */
  Chunk chunk(ItemTypePlan type, List<Row> roots) {
    RowKey last = roots.isEmpty() ? null : roots.get(roots.size() - 1).key();
    return new Chunk(roots.size(), last, of(type, roots));
  }

  /** Roots of a type by their keys. */
  List<Row> rows(ItemTypePlan type, Collection<RowKey> keys) {
    TableSchema schema = schema(type);
    List<List<Object>> values = new ArrayList<>();
    keys.stream().distinct().forEach(key -> values.add(new ArrayList<>(key.values())));
    return counted(
        probe.rowsIn(schema, schema.keyColumns(), values, Math.max(1, 2 * values.size())));
  }

  /** Rows from all over a table. */
  List<Row> sample(TableSchema schema, int rows, int seed) {
    return counted(probe.sample(schema, rows, seed));
  }

  /** Counts rows that were read from the probe directly. */
  List<Row> counted(List<Row> rows) {
    charge(rows.size());
    return rows;
  }

  /** What roots of a type make; nothing for those that make no item. */
  List<Expected> of(ItemTypePlan type, List<Row> roots) {
    if (type.isJoined()) {
      lookup.fetch(type, roots);
    }
    Mapper mapper = mappers.computeIfAbsent(type, world.plan()::mapper);
    List<Expected> expected = new ArrayList<>(roots.size());
    for (Row root : roots) {
      MappedRow mapped = mapper.itemOf(type, root, lookup);
      for (Item item : mapped.items()) {
        expected.add(new Expected(type, root, item, null));
      }
      for (BadRow bad : mapped.badRows()) {
        expected.add(new Expected(type, root, null, bad));
      }
    }
    return expected;
  }

  @Override
  public void close() {
    probe.close();
  }
}
