package dev.lockstep.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.change.Change;
import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.ForeignKeyAction.Effect;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.MappingCompiler;
import dev.lockstep.mapping.MappingParser;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.rowstore.InMemoryRowStores;
import dev.lockstep.rowstore.RowStore;
import dev.lockstep.rowstore.StoreIdentity;
import dev.lockstep.yaml.Interpolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows that the source deletes without logging it, through processing, checkpoints and starts. */
class UnloggedRowsTest {
  private static final TableSchema CUSTOMERS = schema("customers", "id");
  private static final TableSchema ORDERS = schema("orders", "id", "customer_id");
  private static final MappingPlan PLAN =
      MappingCompiler.compile(
          MappingParser.parse(
              "mapping.yaml",
              """
              tables: { shop: { partition-key: pk } }
              items:
                order: { table: shop, from: shop.orders, key: { pk: "O#{id}" } }
              """,
              Interpolation.NONE),
          Map.of(
              CUSTOMERS.table(), new SourceTable(CUSTOMERS, -1, true, List.of()),
              ORDERS.table(),
                  new SourceTable(
                      ORDERS,
                      -1,
                      true,
                      List.of(),
                      List.of(
                          new ForeignKeyAction(
                              "orders_customer",
                              ORDERS.table(),
                              List.of("customer_id"),
                              CUSTOMERS.table(),
                              List.of("id"),
                              Effect.CASCADE,
                              Effect.NONE)))));

  private final InMemoryItemStore items = new InMemoryItemStore("shop");
  private final RowStore rows = InMemoryRowStores.create();
  private final KeptStore store =
      new KeptStore(rows, new StoreIdentity("shop", "7/shop", "plan-1"), PLAN.kept());
  private final Inside inside = inside(new LoadPlan(true, true, false));

  @AfterEach
  void stop() {
    inside.close();
    store.close();
  }

  @Test
  void they_leave_no_item_behind_however_many_they_are() throws Exception {
    load();

    inside.deliver(Customers.transaction(200, new Change.Delete(customer(1))));

    assertThat(items.contents()).containsOnlyKeys(key(20));
    assertThat(rows.position()).contains(new Version(0, 200, 11));
  }

  @Test
  void the_checkpoint_is_the_sources_own_and_a_start_from_it_brings_none_of_them_back()
      throws Exception {
    load();
    inside.deliver(Customers.transaction(200, new Change.Delete(customer(1))));
    Version checkpoint = inside.checkpoint().orElseThrow().version();
    assertThat(checkpoint).isEqualTo(new Version(0, 200, 1));
    store.rows().purge(checkpoint);

    store.resume(checkpoint);
    assertThat(kept()).containsExactly(20L);

    inside.deliver(Customers.transaction(300, new Change.Delete(customer(2))));
    assertThat(items.contents()).isEmpty();
    store.resume(checkpoint);
    assertThat(kept()).containsExactly(20L);
  }

  @Test
  void a_redelivered_transaction_deletes_the_same_again_under_the_same_version() throws Exception {
    load();
    Version loaded = inside.checkpoint().orElseThrow().version();
    inside.deliver(Customers.transaction(200, new Change.Delete(customer(1))));
    inside.deliver(Customers.transaction(300, new Change.Insert(order(30, 2))));
    Version end = rows.position().orElseThrow();

    store.resume(loaded);
    assertThat(kept()).hasSize(11);
    try (Inside again = inside(new LoadPlan(false, false, false))) {
      again.deliver(Customers.transaction(200, new Change.Delete(customer(1))));
      assertThat(rows.position()).contains(new Version(0, 200, 11));
      again.deliver(Customers.transaction(300, new Change.Insert(order(30, 2))));
    }

    assertThat(kept()).containsExactly(20L, 30L);
    assertThat(items.contents()).containsOnlyKeys(key(20), key(30));
    assertThat(rows.position()).contains(end);
  }

  @Test
  void a_transaction_that_broke_off_amid_its_parts_is_done_again_from_its_beginning()
      throws Exception {
    load();
    inside.deliver(Customers.firstPart(200, new Change.Delete(customer(1))));
    assertThat(kept()).containsExactly(20L);

    try (Inside again = inside(new LoadPlan(false, false, false))) {
      again.deliver(
          Customers.transaction(
              200, new Change.Delete(customer(1)), new Change.Delete(customer(2))));
    }

    assertThat(kept()).isEmpty();
    assertThat(items.contents()).isEmpty();
    assertThat(rows.position()).contains(new Version(0, 200, 13));
  }

  /** Ten orders of the first customer, one of the second; the processor holds four changes. */
  private void load() throws InterruptedException {
    List<Row> loaded = new ArrayList<>(List.of(customer(1), customer(2), order(20, 2)));
    for (long id = 1; id <= 10; id++) {
      loaded.add(order(id, 1));
    }
    inside.deliver(Customers.snapshot(100, 5, loaded));
    inside.deliver(Customers.transaction(150));
    assertThat(items.contents()).hasSize(11);
  }

  private List<Object> kept() {
    List<Object> ids = new ArrayList<>();
    rows.rows(ORDERS.table(), null, 100, row -> ids.add(row.row().get("id")));
    return ids;
  }

  private Inside inside(LoadPlan load) {
    return new Inside(
        new RecordingStore(items),
        PLAN,
        load,
        Optional.empty(),
        store,
        ApplyOptions.defaults(),
        100);
  }

  private static TableSchema schema(String table, String... columns) {
    return new TableSchema(
        new TableId("shop", table),
        List.of(columns).stream()
            .map(name -> new Column(name, ColumnType.of(Kind.INTEGER, "bigint"), false))
            .toList(),
        List.of("id"));
  }

  private static Row customer(long id) {
    return new Row(CUSTOMERS, new Object[] {id});
  }

  private static Row order(long id, long customer) {
    return new Row(ORDERS, new Object[] {id, customer});
  }

  private static ItemKey key(long id) {
    return new ItemKey("shop", new Value.Text("O#" + id), null);
  }
}
