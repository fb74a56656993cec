package dev.lockstep.mapping;

import static dev.lockstep.mapping.HandRows.row;
import static dev.lockstep.mapping.HandRows.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.rowstore.InMemoryRowStores;
import dev.lockstep.rowstore.RowStore;
import dev.lockstep.rowstore.RowView;
import dev.lockstep.rowstore.StoreIdentity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One row that 100,000 items show: each is written once, and few are held at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FanOutTest {
  private static final int ORDERS = 100_000;
  private static final int SLICE = 2_000;
  private static final int LOADED_AT_ONCE = 10_000;

  private final JoinedType order = new HandJoins().types().get(0);
  private final RowStore store = InMemoryRowStores.create();
  private final Mapper mapper =
      new Mapper(
          List.of(order.plan()),
          List.of(order),
          HandJoins.KEPT,
          new MapperOptions(1, SLICE, Long.MAX_VALUE));

  private long position = 1;

  FanOutTest() {
    store.initialise(new StoreIdentity("fan-out", "1", "plan"), HandJoins.KEPT);
    List<Row> rows = new ArrayList<>();
    rows.add(row("customers", 1, "Ada", "north"));
    rows.add(row("products", 7, "pen", null));
    for (long id = 0; id < ORDERS; id++) {
      rows.add(row("orders", id, 1, "new", null));
      rows.add(row("lines", id, id, 7, 1));
      if (rows.size() >= LOADED_AT_ONCE) {
        store.load(new Version(0, 1, 0), rows);
        rows.clear();
      }
    }
    store.load(new Version(0, 1, 0), rows);
  }

  @Test
  void aRowThatAllItemsShowWritesEachOnce() throws InterruptedException {
    Row pen = row("products", 7, "pen", null);

    Tally tally = change(new Change.Update(null, with(pen, "name", "quill")));

    assertThat(tally.put).hasSize(ORDERS);
    assertThat(tally.puts).isEqualTo(ORDERS);
    assertThat(tally.deleted).isEmpty();
    assertThat(tally.largest).isLessThanOrEqualTo(SLICE);
    assertThat(tally.table).isEqualTo(HandJoins.PRODUCTS);
    assertThat(tally.progress).isSorted().contains((long) ORDERS / 2).endsWith((long) ORDERS);
  }

  @Test
  void aRowThatAllKeysAreMadeOfMovesEachItem() throws InterruptedException {
    Row ada = row("customers", 1, "Ada", "north");

    Tally tally = change(new Change.Update(null, with(ada, "region", "south")));

    assertThat(tally.put).hasSize(ORDERS).allMatch(key -> key.toString().startsWith("all/O#south"));
    assertThat(tally.deleted)
        .hasSize(ORDERS)
        .allMatch(key -> key.toString().startsWith("all/O#north"));
    assertThat(tally.largest).isLessThanOrEqualTo(SLICE);
  }

  private Tally change(Change change) throws InterruptedException {
    Transaction transaction =
        new Transaction(
            Transaction.Kind.STREAM,
            new Version(0, ++position, 1),
            position,
            List.of(change),
            new SourcePosition("p"),
            0);
    NetTransaction net = new Netting().net(transaction);
    Tally tally = new Tally();
    try (RowView before = store.view()) {
      List<AppliedChange> applied = store.apply(transaction.version(), net.rows(), Set.of());
      mapper.map(net, new KeptChanges(applied, before, store), tally);
    }
    return tally;
  }

  /** Counts, and keeps nothing but keys. */
  private static final class Tally implements MappedSink {
    final Set<ItemKey> put = new HashSet<>();
    final Set<ItemKey> deleted = new HashSet<>();
    final List<Long> progress = new ArrayList<>();
    TableId table = HandJoins.PEOPLE;
    int puts;
    int largest;

    @Override
    public void accept(MappedTransaction slice) {
      largest = Math.max(largest, slice.writes().size());
      for (ItemWrite write : slice.writes()) {
        if (write instanceof ItemWrite.Put) {
          puts++;
          put.add(write.key());
        } else {
          deleted.add(write.key());
        }
      }
    }

    @Override
    public void progress(TableId changed, long items) {
      table = changed;
      progress.add(items);
    }
  }
}
