package dev.lockstep.daemon;

import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.mapping.MappedRow;
import dev.lockstep.mapping.MappedTransaction;
import dev.lockstep.mapping.Mapper;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.rowstore.RowStore;
import dev.lockstep.rowstore.RowStoreOptions;
import dev.lockstep.rowstore.RowStores;
import dev.lockstep.rowstore.StoreIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All items that the source says there should be now, by the plan that runs. Rows that items are
 * made of together are kept in a row store of their own meanwhile.
 */
final class ExpectedItems {
  private static final int ROWS_AT_ONCE = 1_000;
  private static final Version NOW = new Version(0, 0, 1);
  private static final Transaction CAUSE =
      new Transaction(Transaction.Kind.SNAPSHOT_END, NOW, 0, List.of(), null, 0);

  private final SourceSide source;
  private final Tables tables;
  private final MappingPlan plan;
  private final Mapper mapper;
  private final Consumer<Item> each;

  /** Where rows are read from. */
  @FunctionalInterface
  interface Tables {
    /** Reads all rows of a table. */
    void read(TableSchema schema, Consumer<Row> row) throws InterruptedException;
  }

  /**
   * Of the rows as they are now.
   *
   * @param each takes the items
   */
  ExpectedItems(SourceSide source, MappingPlan plan, Consumer<Item> each) {
    this(source, source.catalog()::read, plan, each);
  }

  /**
   * Of rows that are read in another way.
   *
   * @param each takes the items
   */
  ExpectedItems(SourceSide source, Tables tables, MappingPlan plan, Consumer<Item> each) {
    this.source = source;
    this.tables = tables;
    this.plan = plan;
    this.mapper = plan.mapper();
    this.each = each;
  }

  /**
   * Reads the source.
   *
   * @throws LockstepException if a row makes no item
   */
  void read() throws InterruptedException {
    if (plan.kept().isEmpty()) {
      readTables(this::expect);
      return;
    }
    Path folder = temporary();
    try {
      readKeeping(folder);
    } finally {
      delete(folder);
    }
  }

  private void readKeeping(Path folder) throws InterruptedException {
    try (RowStore rows = RowStores.open(folder, RowStoreOptions.defaults())) {
      readKeeping(rows);
    }
  }

  private void readKeeping(RowStore rows) throws InterruptedException {
    rows.initialise(new StoreIdentity("", "", ""), plan.kept());
    List<Row> some = new ArrayList<>();
    readTables(
        row -> {
          expect(row);
          some.add(row);
          if (some.size() == ROWS_AT_ONCE) {
            rows.load(NOW, some);
            some.clear();
          }
        });
    rows.load(NOW, some);
    mapper.buildAll(Surroundings.joined(plan.itemTypes()), rows, CAUSE, this::expect);
  }

  private void readTables(Consumer<Row> row) throws InterruptedException {
    for (SourceTable table : source.tables().values()) {
      TableNeeds needs = plan.needs().get(table.schema().table());
      if (needs != null && !needs.changesOnly()) {
        tables.read(table.schema(), row);
      }
    }
  }

  private void expect(Row row) {
    MappedRow mapped = mapper.itemsOf(row);
    refuse(mapped.badRows());
    mapped.items().forEach(each);
  }

  private void expect(MappedTransaction slice) {
    refuse(slice.badRows());
    slice.items().forEach(each);
  }

  private static void refuse(List<BadRow> badRows) {
    if (!badRows.isEmpty()) {
      throw new LockstepException(badRows.get(0).problem());
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("lockstep-compare");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
