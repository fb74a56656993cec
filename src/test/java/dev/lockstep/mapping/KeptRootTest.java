package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Items of single rows, of which the source does not send all that is needed under the default
 * replica identity: what is kept of the rows makes up for it.
 */
class KeptRootTest {
  private static final String TABLE =
      """
      public.orders:
        columns: { id: bigint, customer: bigint, status: text, note: text null, big: text null }
        key: [id]
        toastable: [note, big]
      """;

  private static final SourceTables TABLES = SourceTables.parse(TABLE);

  private static final String MAPPING =
      """
      tables: { shop: { partition-key: pk, sort-key: sk } }
      items:
        order:
          table: shop
          from: public.orders
          key: { pk: "C#{customer}", sk: "O#{id}" }
          columns: { except: [big] }
        draft:
          table: shop
          from: public.orders
          where: status == 'draft'
          key: { pk: "D#{id}", sk: A }
          columns: [note]
        blob: { table: shop, from: public.orders, key: { pk: "B#{id}", sk: A }, columns: [big] }
      """;

  private static final KeptTable KEPT =
      new KeptTable(
          TableId.parse("public.orders"),
          List.of("id"),
          List.of("customer", "status", "note"),
          List.of());

  private final MappingPlan plan =
      MappingCompiler.compile(
          MappedWorld.parse(MAPPING), SourceTables.parse(TABLE + "  full: true\n").all());
  private final MappedWorld world =
      new MappedWorld(
          TABLES,
          plan,
          List.of(KEPT),
          new Mapper(plan.itemTypes(), List.of(), List.of(KEPT), MapperOptions.defaults()));

  KeptRootTest() {
    world.load(List.of(order(1, 5, "new", "n"), order(2, 5, "draft", "m")));
    assertThat(world.items).isEqualTo(world.expectedItems()).hasSize(5);
    world.writes.clear();
  }

  @Test
  void anItemWhoseKeyIsNotTheRowKeyMoves() {
    world.update(key(1), order(1, 6, "new", "n"), Set.of());

    assertThat(written())
        .containsExactlyInAnyOrder("Put shop/C#6,O#1", "Delete shop/C#5,O#1", "Put shop/B#1,A");
  }

  @Test
  void anItemWhoseKeyIsNotTheRowKeyGoes() {
    world.delete(key(1));

    assertThat(written()).contains("Delete shop/C#5,O#1", "Delete shop/B#1,A");
  }

  @Test
  void aRowThatBeginsToBeTakenShowsWhatWasNotSent() {
    world.update(key(1), order(1, 5, "draft", "n"), Set.of("note"));

    written();
    assertThat(world.items.values()).contains(Map.of("note", new Value.Text("n")));
  }

  @Test
  void aRowThatWasNeverTakenIsNotDeleted() {
    world.update(key(1), order(1, 5, "paid", "n"), Set.of());

    assertThat(written()).doesNotContain("Delete shop/D#1,A");
  }

  @Test
  void whatIsNotKeptStaysAsTheItemHasIt() {
    Row before = HandRows.with(order(1, 5, "new", "n"), "big", "x".repeat(10));
    world.update(key(1), before, Set.of());
    written();

    world.update(key(1), HandRows.with(before, "status", "paid"), Set.of("big"));

    assertThat(written()).contains("Patch shop/B#1,A");
  }

  @Test
  void aRowThatTakesTheKeyOfAnotherIsNotMixedUpWithIt() {
    world.delete(key(2));
    world.update(key(1), order(2, 6, "new", "n"), Set.of("note"));

    assertThat(written())
        .contains("Delete shop/C#5,O#1", "Delete shop/C#5,O#2", "Put shop/C#6,O#2");
  }

  @Test
  void whatCameAndWentWithinATransactionIsNotWritten() {
    world.insert(order(3, 7, "new", "n"));
    world.delete(key(3));

    assertThat(written()).isEmpty();
  }

  @Test
  void aKeptColumnThatIsGoneHaltsBeforeTheRowIsKept() {
    Problem problem =
        refusal(
            "public.orders: { columns: { id: bigint, customer: bigint, note: text null, big: text null },"
                + " key: [id] }",
            "{ id: 9, customer: 1 }");

    assertThat(problem.code()).isEqualTo("MAPPED-COLUMN-GONE");
    assertThat(problem.what()).contains("'status'", "public.orders");
    assertThat(problem.where()).isEqualTo("mapping.yaml:5 (items.order.from)");
  }

  @Test
  void aKeptColumnOfAnotherKindHalts() {
    Problem problem =
        refusal(
            TABLE.replace("status: text", "status: bigint").replace("toastable: [note, big]", ""),
            "{ id: 9, customer: 1, status: 3 }");

    assertThat(problem.code()).isEqualTo("KEPT-COLUMN-CHANGED");
    assertThat(problem.what()).contains("'status'", "bigint");
    assertThat(problem.remedy()).contains("--reload");
  }

  @Test
  void aWiderNumberAndAnAddedColumnAreNoReasonToHalt() {
    Row row =
        SourceTables.parse(TABLE.replace("customer: bigint", "customer: numeric, extra: text null"))
            .row("public.orders", "{ id: 9, customer: 5, status: new, extra: e }");
    world.insert(row);

    assertThat(written()).contains("Put shop/C#5,O#9");
  }

  private Problem refusal(String tables, String row) {
    world.insert(SourceTables.parse(tables).row("public.orders", row));
    return catchThrowableOfType(LockstepException.class, world::commit).problem();
  }

  private List<String> written() {
    world.writes.clear();
    world.commit();
    assertThat(world.badRows).isEmpty();
    assertThat(world.items).isEqualTo(world.expectedItems());
    return world.writes.stream().map(KeptRootTest::text).toList();
  }

  private static String text(ItemWrite write) {
    return write.getClass().getSimpleName() + " " + write.key();
  }

  private static RowKey key(long id) {
    return new RowKey(TableId.parse("public.orders"), id);
  }

  private static Row order(long id, long customer, String status, @Nullable Object note) {
    return new Row(
        TABLES.schema("public.orders"), new @Nullable Object[] {id, customer, status, note, null});
  }
}
