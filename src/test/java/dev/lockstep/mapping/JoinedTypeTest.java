package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.ItemWrite;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A mapping with joins, compiled and carried out: which rows decide whether there is an item. */
class JoinedTypeTest {
  private static final String MAPPING =
      """
      tables: { all: { partition-key: pk } }
      items:
        order:
          table: all
          from: public.orders
          where: size(lines) > 1
          key: { pk: "O#{customer.region}#{id}" }
          columns: [status]
          embed:
            lines: { from: public.lines, by: order_id, as: list, value: qty }
            notes: { from: public.products, by: id, as: object }
          lookup:
            customer: { from: public.customers, by: customer_id }
      """;

  private final MappedWorld world = new MappedWorld(HandJoins.TABLES, MAPPING);

  JoinedTypeTest() {
    world.load(
        List.of(
            HandRows.row("customers", 1, "Ada", "north"),
            HandRows.row("orders", 10, 1, "new", null),
            HandRows.row("lines", 100, 10, 7, 1),
            HandRows.row("lines", 101, 10, 8, 2)));
  }

  @Test
  void theKeyAndTheConditionSayWhichTablesDecide() {
    ItemTypePlan plan = world.plan.itemTypes().get(0);
    JoinedType type = new JoinedType(plan.joinRoot(), plan.joinedItems());

    assertThat(JoinPlace.of(type).stream().filter(JoinPlace::decidesKey))
        .extracting(place -> place.node().path())
        .containsExactlyInAnyOrder("", "lines", "customer");
  }

  @Test
  void aChildMakesAndRemovesTheItemThatItDecides() {
    assertThat(written(() -> world.delete(HandRows.rowKey("lines", 101))))
        .containsExactly("Delete all/O#north#10");
    assertThat(written(() -> world.insert(HandRows.row("lines", 102, 10, 7, 1))))
        .containsExactly("Put all/O#north#10");
    assertThat(
            written(
                () ->
                    world.update(
                        HandRows.rowKey("customers", 1),
                        HandRows.row("customers", 1, "Ada", "south"),
                        Set.of())))
        .containsExactlyInAnyOrder("Put all/O#south#10", "Delete all/O#north#10");
  }

  @Test
  void whatIsStreamedEndsAsWhatIsLoaded() {
    MappedWorld streamed = new MappedWorld(HandJoins.TABLES, MAPPING);
    world.rows.values().forEach(streamed::insert);
    streamed.commit();

    assertThat(streamed.items).isEqualTo(world.items).hasSize(1);
  }

  private List<String> written(Runnable change) {
    world.writes.clear();
    change.run();
    world.commit();
    return world.writes.stream().map(JoinedTypeTest::text).toList();
  }

  private static String text(ItemWrite write) {
    return write.getClass().getSimpleName() + " " + write.key();
  }
}
