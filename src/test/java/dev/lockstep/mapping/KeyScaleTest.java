package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Numbers of another scale are the same key to the source, and another text to an item. */
class KeyScaleTest {
  private static final TableId ORDERS = TableId.parse("public.orders");
  private static final SourceTables TABLES =
      SourceTables.parse(
          """
          public.orders: { columns: { id: numeric, status: text }, key: [id] }
          public.lines: { columns: { id: bigint, order_id: numeric }, key: [id] }
          """);

  private final MappedWorld world =
      new MappedWorld(
          TABLES,
          """
          tables: { shop: { partition-key: pk } }
          items:
            order:
              table: shop
              from: public.orders
              key: { pk: "O#{id}" }
              embed: { lines: { from: public.lines, by: order_id, as: list, value: id } }
          """);

  @Test
  void aRootWhoseKeyGetsAnotherScaleIsWrittenOnce() {
    world.load(
        List.of(
            TABLES.row("public.orders", "{ id: 1.0, status: new }"),
            TABLES.row("public.lines", "{ id: 5, order_id: 1 }")));

    world.update(
        new RowKey(ORDERS, new BigDecimal("1.0")),
        TABLES.row("public.orders", "{ id: 1.00, status: paid }"),
        Set.of());
    world.commit();

    assertThat(world.badRows).isEmpty();
    assertThat(world.items).hasSize(1);
    assertThat(world.items.values().iterator().next().toString()).contains("paid", "5");
  }
}
