package dev.lockstep.flow;

import static dev.lockstep.flow.Customers.key;
import static dev.lockstep.flow.Customers.named;
import static dev.lockstep.flow.Customers.row;
import static dev.lockstep.flow.Customers.transaction;
import static dev.lockstep.flow.Customers.unsent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.change.Change;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.RowLookup.KeptRow;
import dev.lockstep.rowstore.InMemoryRowStores;
import dev.lockstep.rowstore.RowStore;
import dev.lockstep.rowstore.StoreIdentity;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the kept rows while transactions are processed, and at a start. */
class KeptItemsTest {
  private static final StoreIdentity OWN = new StoreIdentity("shop", "7/shop", "plan-1");
  private static final LoadPlan FIRST = new LoadPlan(true, true, false);

  private final InMemoryItemStore items = new InMemoryItemStore(Customers.TARGET);
  private final RowStore rows = InMemoryRowStores.create();
  private final KeptStore store = new KeptStore(rows, OWN, List.of(Customers.KEPT));
  private final Inside inside =
      new Inside(
          new RecordingStore(items),
          Customers.plan(),
          FIRST,
          Optional.empty(),
          store,
          ApplyOptions.defaults(),
          100);

  @AfterEach
  void stop() {
    inside.close();
    store.close();
  }

  @Test
  void a_load_keeps_its_rows_and_says_that_they_are_all() throws Exception {
    store.startAfresh();
    assertThat(rows.incomplete()).containsExactly(Customers.TABLE);

    inside.deliver(Customers.snapshot(100, 3, named(0, 10, "name")));

    assertThat(rows.incomplete()).isEmpty();
    assertThat(store.statistics().orElseThrow().rows()).containsEntry(Customers.TABLE, 10L);
    assertThat(rows.position()).contains(new Version(0, 100, 0));
    assertThat(items.contents()).hasSize(10);
  }

  @Test
  void a_load_without_rows_has_a_position_all_the_same() throws Exception {
    inside.deliver(Customers.snapshot(100, 3, List.of()));

    assertThat(rows.position()).contains(new Version(0, 100, 0));
    assertThat(rows.incomplete()).isEmpty();
  }

  @Test
  void a_load_that_begins_again_forgets_the_rows_of_the_first_attempt() throws Exception {
    inside.deliver(Customers.snapshot(100, 3, named(0, 10, "name")).subList(0, 2));
    inside.deliver(Customers.snapshot(200, 3, named(2, 4, "name")));

    assertThat(name(0)).isNull();
    assertThat(name(2)).isEqualTo("name2");
    assertThat(store.statistics().orElseThrow().rows()).containsEntry(Customers.TABLE, 2L);
    assertThat(items.contents()).containsOnlyKeys(key(2), key(3));
  }

  @Test
  void what_is_committed_without_changes_moves_the_position_too() throws Exception {
    inside.deliver(Customers.snapshot(100, 3, List.of()));
    inside.deliver(transaction(150));

    assertThat(rows.position()).contains(new Version(0, 150, 0));
  }

  @Test
  void a_redelivered_transaction_finds_the_rows_as_the_first_delivery_did() throws Exception {
    inside.deliver(Customers.snapshot(100, 3, named(0, 1, "name")));
    try (Inside again = resumed()) {
      again.deliver(
          transaction(200, new Change.Insert(row(7, "first"))),
          transaction(300, new Change.Delete(row(7, "first"))));
    }
    assertThat(name(7)).isNull();

    try (Inside again = resumed()) {
      again.deliver(transaction(200, new Change.Insert(row(7, "first"))));
      assertThat(name(7)).isEqualTo("first");
      assertThat(rows.position()).contains(new Version(0, 200, 1));
      again.deliver(transaction(300, new Change.Delete(row(7, "first"))));
    }
    assertThat(name(7)).isNull();
    assertThat(rows.position()).contains(new Version(0, 300, 1));
  }

  @Test
  void a_transaction_that_comes_again_in_other_parts_finds_the_rows_as_they_were_before_all_of_it()
      throws Exception {
    inside.deliver(Customers.snapshot(100, 3, named(0, 1, "name")));
    Change moved = new Change.Update(unsent(0), unsent(5));
    Change inserted = new Change.Insert(row(8, "last"));
    inside.deliver(Customers.firstPart(200, moved));

    try (Inside again = resumed()) {
      again.deliver(transaction(200, moved, inserted));
    }

    assertThat(name(5)).isEqualTo("name0");
    assertThat(name(0)).isNull();
  }

  @Test
  void a_start_goes_back_to_the_checkpoint() throws Exception {
    inside.deliver(Customers.snapshot(100, 3, named(0, 1, "name")));
    inside.deliver(transaction(200, new Change.Insert(row(7, "first"))));

    store.resume(new Version(0, 100, 0));

    assertThat(name(7)).isNull();
    assertThat(name(0)).isEqualTo("name0");
  }

  @Test
  void a_store_whose_load_broke_off_says_what_it_lacks() throws Exception {
    inside.deliver(Customers.snapshot(100, 3, named(0, 10, "name")).subList(0, 2));

    store.resume(new Version(0, 100, 0));

    assertThat(store.lacking()).containsExactly(Customers.TABLE);
  }

  @Test
  void a_store_that_is_older_than_the_checkpoint_is_refused() throws Exception {
    inside.deliver(Customers.snapshot(100, 3, named(0, 1, "name")));

    assertThatThrownBy(() -> store.resume(new Version(0, 101, 0)))
        .hasMessageContaining("ROW-STORE-BEHIND")
        .hasMessageContaining("--reload");
  }

  @Test
  void a_closed_store_has_no_statistics() {
    store.startAfresh();
    store.close();

    assertThat(store.statistics()).isEmpty();
  }

  private Inside resumed() {
    return new Inside(
        new RecordingStore(items),
        Customers.plan(),
        new LoadPlan(false, false, false),
        inside.checkpoint(),
        store,
        ApplyOptions.defaults(),
        100);
  }

  private @Nullable Object name(long id) {
    KeptRow kept = rows.get(new RowKey(Customers.TABLE, id));
    return kept == null ? null : kept.row().get("name");
  }
}
