package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.change.Change;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.problem.LockstepException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tables that change while nobody looks, over rows that were kept before. */
class KeptFitTest {
  private static final String TABLES =
      """
      public.orders: { columns: { id: bigint, sku: bigint }, key: [id] }
      public.lines: { columns: { id: bigint, order_id: bigint }, key: [id] }
      """;
  private static final SourceTables BEFORE = SourceTables.parse(TABLES);
  private static final SourceTables AFTER =
      SourceTables.parse(TABLES.replace("sku: bigint", "sku: text"));
  private static final SourceTables WITHOUT =
      SourceTables.parse(TABLES.replace(", sku: bigint", ""));
  private static final String ORDER =
      """
        order:
          table: shop
          from: public.orders
          key: { pk: "ORDER#{id}", sk: ORDER }
          columns: [sku]
          embed: { lines: { from: public.lines, by: order_id, as: list } }
      """;
  private static final long START = 50;

  @Test
  void rowsKeptBeforeAColumnChangedItsTypeDoNotFit() {
    KeptWorld world = new KeptWorld(AFTER, ORDER);
    world.rows(BEFORE.schema("public.orders"), "{ id: 1, sku: 5 }");

    assertThat(codeOf(() -> world.plan.requireFit(world.store.shapes())))
        .isEqualTo("KEPT-COLUMN-CHANGED");
  }

  @Test
  void rowsOfTheCatalogsTypesFit() {
    KeptWorld world = new KeptWorld(BEFORE, ORDER);
    world.rows(BEFORE.schema("public.orders"), "{ id: 1, sku: 5 }");
    world.rows(WITHOUT.schema("public.orders"), "{ id: 2 }");

    assertThatCode(() -> world.plan.requireFit(world.store.shapes())).doesNotThrowAnyException();
  }

  @Test
  void theFirstRowSinceTheStartIsHeldAgainstTheCatalog() {
    assertThat(codeOf(START + 1, AFTER.row("public.orders", "{ id: 1, sku: a }")))
        .isEqualTo("KEPT-COLUMN-CHANGED");
    assertThat(codeOf(START + 1, WITHOUT.row("public.orders", "{ id: 1 }")))
        .isEqualTo("MAPPED-COLUMN-GONE");
  }

  @Test
  void aRowFromBeforeTheStartMayBeOlderThanTheCatalog() {
    Mapper mapper = mapper();

    assertThatCode(
            () -> mapper.requireFit(insert(START - 1, WITHOUT.row("public.orders", "{ id: 1 }"))))
        .doesNotThrowAnyException();
  }

  private static Mapper mapper() {
    MappingPlan plan = new KeptWorld(BEFORE, ORDER).plan;
    return plan.mapper(plan.itemTypes(), MapperOptions.defaults(), new Version(0, START, 0));
  }

  private static String codeOf(long position, Row row) {
    return codeOf(() -> mapper().requireFit(insert(position, row)));
  }

  private static String codeOf(ThrowingCallable call) {
    return catchThrowableOfType(LockstepException.class, call).problem().code();
  }

  private static NetTransaction insert(long position, Row row) {
    return new Netting()
        .net(
            new Transaction(
                Transaction.Kind.STREAM,
                new Version(0, position, 1),
                position,
                List.of(new Change.Insert(row)),
                new SourcePosition("p" + position),
                0));
  }
}
