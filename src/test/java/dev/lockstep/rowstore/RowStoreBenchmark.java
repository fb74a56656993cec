package dev.lockstep.rowstore;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.KeptTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures the store on disk with rows of about 300 bytes of values and one foreign key: rows per
 * second of time and of processor time, all threads of the process counted. Arguments: data
 * directory (removed first), rows.
 */
final class RowStoreBenchmark {
  private static final TableId TABLE = new TableId("bench", "lines");
  private static final int ROWS_PER_TRANSACTION = 20;
  private static final int ROWS_PER_SLICE = 1_000;
  private static final int CHILDREN = 20;
  private static final int TRANSACTIONS_PER_CHECKPOINT = 2_000;

  private final RowStore store;
  private final int rows;
  private final Random random = new Random(42);
  private final TableSchema schema;
  private final String filler = text(1 << 20);
  private long version = 1;

  private RowStoreBenchmark(RowStore store, int rows) {
    this.store = store;
    this.rows = rows;
    List<Column> columns =
        List.of(
            column("id", Kind.INTEGER),
            column("order_id", Kind.INTEGER),
            column("sku", Kind.TEXT),
            column("price", Kind.DECIMAL),
            column("at", Kind.TIMESTAMP_TZ),
            column("note", Kind.TEXT));
    this.schema = new TableSchema(TABLE, columns, List.of("id"));
  }

  private static Column column(String name, Kind kind) {
    return new Column(name, ColumnType.of(kind, kind.name()), true);
  }

  /** Runs all measurements. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    Files.createDirectories(directory);
    RowStores.destroy(directory);
    try (RowStore store = RowStores.open(directory, RowStoreOptions.defaults())) {
      new RowStoreBenchmark(store, rows).run();
    }
  }

  private void run() throws IOException {
    long idle = residentBytes();
    initialise();
    measure("load, slices of 1,000", rows, ROWS_PER_SLICE, this::loadSlice);
    warmUp();
    measure("updates, 20 a transaction", rows, ROWS_PER_TRANSACTION, this::updates);
    measure("updates, 1 a transaction", rows / 4, 1, this::updateOne);
    measure("inserts, 20 a transaction", rows / 2, ROWS_PER_TRANSACTION, this::inserts);
    measure("point reads, at random", rows, 1, this::read);
    measure("point reads, one in a hundred", rows, 1, this::readHot);
    measure("children, 20 of each parent", rows, CHILDREN, this::children);
    measure("orders, 20 lines and products", rows, 2 * CHILDREN, this::order);
    measure("views taken, read once, closed", rows / 4, 1, this::view);
    measure("updates undone, 20 at a time", rows / 4, ROWS_PER_TRANSACTION, this::undo);
    System.out.println(store.statistics());
    System.out.printf("resident: %d MB more than before%n", (residentBytes() - idle) >> 20);
  }

  private void initialise() {
    List<String> columns = schema.columns().stream().map(Column::name).toList();
    KeptTable kept = new KeptTable(TABLE, List.of("id"), columns, List.of(List.of("order_id")));
    store.initialise(new StoreIdentity("bench", "1", "plan"), List.of(kept));
  }

  private void warmUp() {
    for (int i = 0; i < rows / 4; i += ROWS_PER_TRANSACTION) {
      updates(i);
      read(i);
      children(i);
    }
  }

  private static void measure(String what, int total, int step, IntConsumer work) {
    long time = System.nanoTime();
    long processor = processorNanos();
    long caller = callerNanos();
    for (int i = 0; i < total; i += step) {
      work.accept(i);
    }
    double seconds = (System.nanoTime() - time) / 1e9;
    double busy = (processorNanos() - processor) / 1e9;
    double called = (callerNanos() - caller) / 1e9;
    System.out.printf(
        "%-30s %,9.0f rows/s; per processor second %,9.0f, %,9.0f without flushes and compaction;"
            + " %.1f us a call%n",
        what, total / seconds, total / busy, total / called, called * 1e6 * step / total);
  }

  private static long processorNanos() {
    com.sun.management.OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return system.getProcessCpuTime();
  }

  private static long callerNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long residentBytes() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8);
    return lines.stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private Row row(long id) {
    long micros = 1_700_000_000_000_000L + id;
    return new Row(
        schema,
        new @Nullable Object[] {
          id, id / CHILDREN, "sku-" + id, BigDecimal.valueOf(id, 2), micros, note()
        });
  }

  /** Half of it repeats, as text does. */
  private String note() {
    int start = random.nextInt(filler.length() - 120);
    String part = filler.substring(start, start + 120);
    return part + part;
  }

  private void loadSlice(int first) {
    List<Row> slice = new ArrayList<>();
    for (int i = 0; i < ROWS_PER_SLICE; i++) {
      slice.add(row(first + i));
    }
    store.load(new Version(0, 1, 0), slice);
  }

  private void apply(List<RowChange> changes) {
    version++;
    store.apply(new Version(0, version, changes.size()), changes, Set.of());
    if (version % TRANSACTIONS_PER_CHECKPOINT == 0) {
      store.sync();
      store.purge(new Version(0, version, changes.size()));
    }
  }

  private void updates(int any) {
    List<RowChange> changes = new ArrayList<>();
    for (int i = 0; i < ROWS_PER_TRANSACTION; i++) {
      Row row = row(random.nextInt(rows));
      changes.add(new RowChange(row.key(), null, row, null, false));
    }
    apply(changes);
  }

  private void updateOne(int any) {
    Row row = row(random.nextInt(rows));
    apply(List.of(new RowChange(row.key(), null, row, null, false)));
  }

  private void inserts(int first) {
    List<RowChange> changes = new ArrayList<>();
    for (int i = 0; i < ROWS_PER_TRANSACTION; i++) {
      Row row = row(rows + first + i);
      changes.add(new RowChange(row.key(), null, row, null, true));
    }
    apply(changes);
  }

  private void read(int any) {
    require(store.get(new RowKey(TABLE, (long) random.nextInt(rows))) != null);
  }

  private void readHot(int any) {
    require(store.get(new RowKey(TABLE, (long) random.nextInt(rows / 100))) != null);
  }

  private void children(int any) {
    int[] count = new int[1];
    long parent = random.nextInt(rows / CHILDREN);
    store.children(TABLE, 0, List.of(parent), null, Integer.MAX_VALUE, row -> count[0]++);
    require(count[0] == CHILDREN);
  }

  /** What building an order costs: its lines through the index, and another row for each. */
  private void order(int any) {
    children(any);
    for (int i = 0; i < CHILDREN; i++) {
      read(any);
    }
  }

  private void view(int any) {
    try (RowView view = store.view()) {
      require(view.get(new RowKey(TABLE, (long) random.nextInt(rows))) != null);
    }
  }

  /** A transaction, the return to just before it, and its replay: two rounds of writing. */
  private void undo(int any) {
    updates(any);
    if (version % TRANSACTIONS_PER_CHECKPOINT == 0) {
      return; // What a checkpoint covers is not undone.
    }
    store.resumeFrom(new Version(0, version, 0));
    version--;
    updates(any);
  }

  private static void require(boolean right) {
    if (!right) {
      throw new IllegalStateException("the store lost a row");
    }
  }
}
