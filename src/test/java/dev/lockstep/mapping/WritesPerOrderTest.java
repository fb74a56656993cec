package dev.lockstep.mapping;

import static dev.lockstep.mapping.HandRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What items of many rows cost: the rows of a transaction are one write. */
class WritesPerOrderTest {
  private static final int ORDERS = 200;
  private static final int LINES = 20;

  private final MappedWorld world =
      new MappedWorld(
          HandJoins.TABLES,
          """
          tables: { all: { partition-key: pk } }
          items:
            order:
              table: all
              from: public.orders
              key: { pk: "O#{id}" }
              lookup: { customer: { from: public.customers, by: customer_id, take: [name] } }
              embed:
                lines:
                  from: public.lines
                  by: order_id
                  as: list
                  order-by: id
                  lookup: { product: { from: public.products, by: product_id, take: [name] } }
          """);

  WritesPerOrderTest() {
    world.load(List.of(row("customers", 1, "Ada", "north"), row("products", 7, "pen", null)));
  }

  @Test
  void anOrderThatIsInsertedWithItsLinesIsWrittenOnce() {
    for (int order = 0; order < ORDERS; order++) {
      world.insert(row("orders", order, 1, "new", null));
      insertLines(order);
      world.commit();
    }

    assertThat(world.writes).hasSize(ORDERS);
    assertThat(world.items).hasSize(ORDERS).isEqualTo(world.expectedItems());
  }

  @Test
  void linesThatComeBeforeTheirOrderCostNothing() {
    for (int order = 0; order < ORDERS; order++) {
      insertLines(order);
      world.commit();
      assertThat(world.writes).hasSize(order);
      world.insert(row("orders", order, 1, "new", null));
      world.commit();
    }

    assertThat(world.writes).hasSize(ORDERS);
    assertThat(world.items).hasSize(ORDERS).isEqualTo(world.expectedItems());
  }

  private void insertLines(int order) {
    for (int line = 0; line < LINES; line++) {
      world.insert(row("lines", order * LINES + line, order, 7, line));
    }
  }
}
