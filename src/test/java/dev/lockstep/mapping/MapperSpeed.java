package dev.lockstep.mapping;

import dev.lockstep.change.Change;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Measures how many rows of 13 columns one core maps in a second: run {@code main}. */
final class MapperSpeed {
  private static final int ROWS = 1000;
  private static final int ROUNDS = 4;

  private MapperSpeed() {}

  public static void main(String[] arguments) {
    SourceTables tables =
        SourceTables.parse(
            """
            public.orders:
              columns:
                id: bigint
                customer_id: bigint
                status: text
                total: numeric(14,2)
                currency: text
                placed_at: timestamptz
                paid_at: timestamptz null
                shipped_on: date
                street: text
                city: text
                quantity: bigint
                express: boolean
                note: text null
              key: [id]
            """);
    String mapping =
        """
        tables: { shop: { partition-key: pk, sort-key: sk } }
        items:
          order:
            table: shop
            from: public.orders
            key: { pk: "ORDER#{id}", sk: "A" }
        """;
    measure("13 columns", tables, mapping);
    measure(
        "13 columns, templates",
        tables,
        mapping
            + "    attributes: { a: { template: \"{status}#{city}\" }, b: { template: \"{placed_at}\" } }\n");
    measure("13 columns, where", tables, mapping + "    where: status != 'draft'\n");
  }

  private static void measure(String what, SourceTables tables, String mapping) {
    Mapper mapper = MappingCompiler.compile(MappedWorld.parse(mapping), tables.all()).mapper();
    List<NetTransaction> transactions = transactions(tables);
    for (int round = 0; round < ROUNDS; round++) {
      long start = cpuNanos();
      long mapped = 0;
      while (cpuNanos() - start < 1_000_000_000L) {
        for (NetTransaction transaction : transactions) {
          mapped += mapper.map(transaction).writes().size();
        }
      }
      double seconds = (cpuNanos() - start) / 1e9;
      System.out.printf("%s: %,.0f rows per second of CPU%n", what, mapped / seconds);
    }
  }

  /** Of this thread only: other work on the machine does not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<NetTransaction> transactions(SourceTables tables) {
    List<NetTransaction> transactions = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Row row =
          tables.row(
              "public.orders",
              "{ id: "
                  + (100_000 + i)
                  + ", customer_id: "
                  + i
                  + ", status: paid, total: 1234.50, currency: EUR, placed_at: '2026-05-31T10:11:12.345678Z',"
                  + " paid_at: '2026-05-31T10:11:13Z', shipped_on: 2026-06-01, street: 'Main Street 17a',"
                  + " city: Amsterdam, quantity: 3, express: true, note: 'Please ring twice, then leave it' }");
      Transaction transaction =
          new Transaction(
              Transaction.Kind.STREAM,
              new Version(0, i, 1),
              i,
              List.<Change>of(new Change.Insert(row)),
              new SourcePosition("p"),
              0);
      transactions.add(
          new NetTransaction(
              transaction, Set.of(), List.of(new RowChange(row.key(), null, row, null, true))));
    }
    return transactions;
  }
}
