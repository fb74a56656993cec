package dev.lockstep.rowstore;

import static dev.lockstep.rowstore.Shop.IDENTITY;
import static dev.lockstep.rowstore.Shop.KEPT;
import static dev.lockstep.rowstore.Shop.LINES;
import static dev.lockstep.rowstore.Shop.orderKey;
import static dev.lockstep.rowstore.Shop.version;

import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import dev.lockstep.mapping.AppliedChange;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.RowLookup.KeptRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A row store of the {@link Shop}, and what tests ask of it. */
abstract class ShopStore {
  RowStore store = InMemoryRowStores.create();

  /** A new store with nothing in it. */
  abstract RowStore create();

  /** The same store, closed and opened again. */
  abstract RowStore reopen(RowStore open);

  @BeforeEach
  void open() {
    store = create();
    store.initialise(IDENTITY, KEPT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  List<AppliedChange> apply(long version, RowChange... changes) {
    return store.apply(version(version), List.of(changes), Set.of());
  }

  @Nullable Object status(long id) {
    KeptRow row = store.get(orderKey(id));
    return row == null ? null : row.row().get("status");
  }

  List<RowKey> lines(int index, Object value) {
    List<RowKey> keys = new ArrayList<>();
    store.children(
        LINES, index, List.of(value), null, Integer.MAX_VALUE, row -> keys.add(row.row().key()));
    return keys;
  }

  void reopen(List<KeptTable> kept) {
    store = reopen(store);
    store.initialise(IDENTITY, kept);
  }
}
