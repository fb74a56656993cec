package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.change.Change;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Unavailable;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MapperTest {
  private static final SourceTables TABLES =
      SourceTables.parse(
          """
          public.orders:
            columns: { id: bigint, customer: bigint, note: text null }
            key: [id]
            full: true
            toastable: [note]
          """);

  private static final String BY_CUSTOMER =
      """
      tables: { shop: { partition-key: pk, sort-key: sk } }
      items:
        order:
          table: shop
          from: public.orders
          key: { pk: "C#{customer}", sk: "O#{id}" }
      """;

  private static final String BY_ID = BY_CUSTOMER.replace("C#{customer}", "C");

  private final MappingPlan plan = plan(BY_CUSTOMER);

  @Test
  void aWriteCarriesTheVersionAndTheCommitTimeOfItsTransaction() {
    ItemWrite write = map(plan.mapper(), 7, new Change.Insert(row(1, 5))).writes().get(0);

    assertThat(write)
        .isEqualTo(
            new ItemWrite.Put(
                new Item(
                    new ItemKey("shop", new Value.Text("C#5"), new Value.Text("O#1")),
                    Map.of("id", new Value.Num("1"), "customer", new Value.Num("5"))),
                new Version(0, 7, 1),
                7));
  }

  @Test
  void aMovedItemIsOneDeleteAndOnePut() {
    MappedTransaction mapped = map(plan.mapper(), 1, new Change.Update(row(1, 5), row(1, 6)));

    assertThat(mapped.writes())
        .extracting(w -> w.getClass().getSimpleName() + " " + w.key())
        .containsExactlyInAnyOrder("Put shop/C#6,O#1", "Delete shop/C#5,O#1");
  }

  @Test
  void aPutWinsOverADeleteOfTheSameKeyInEitherOrder() {
    Change.Delete gone = new Change.Delete(row(1, 5));
    Change.Insert back = new Change.Insert(row(1, 5));

    assertThat(map(plan.mapper(), 1, gone, back).writes())
        .allMatch(write -> write instanceof ItemWrite.Put)
        .hasSize(1);
  }

  @Test
  void aRowThatComesAndGoesInOneTransactionWritesNothing() {
    MappedTransaction mapped =
        map(plan.mapper(), 1, new Change.Insert(row(1, 5)), new Change.Delete(row(1, 5)));

    assertThat(mapped.writes()).isEmpty();
    assertThat(mapped.badRows()).isEmpty();
  }

  @Test
  void anUpdateWithoutTheEarlierStateThatItNeedsIsABadRow() {
    MappedTransaction mapped = map(plan.mapper(), 1, new Change.Update(null, row(1, 5)));

    assertThat(codes(mapped)).containsExactly("BEFORE-IMAGE-MISSING");
  }

  @Test
  void aDeleteWithoutTheEarlierStateThatItNeedsIsABadRow() {
    Row keyOnly =
        new Row(
            TABLES.schema("public.orders"),
            new @Nullable Object[] {1L, Unavailable.UNAVAILABLE, Unavailable.UNAVAILABLE});

    assertThat(codes(map(plan.mapper(), 1, new Change.Delete(keyOnly))))
        .containsExactly("BEFORE-IMAGE-MISSING");
    assertThat(map(plan(BY_ID).mapper(), 1, new Change.Delete(keyOnly)).writes())
        .extracting(w -> w.key().toString())
        .containsExactly("shop/C,O#1");
  }

  @Test
  void anUnsentValueIsTakenFromTheEarlierStateIfThatWasSent() {
    Row before = row(1, 5, "long");
    Row after = row(1, 5, Unavailable.UNAVAILABLE);

    ItemWrite write = map(plan.mapper(), 1, new Change.Update(before, after)).writes().get(0);

    assertThat(((ItemWrite.Put) write).item().attributes())
        .containsEntry("note", new Value.Text("long"));
  }

  @Test
  void anUnsentValueStaysAsItIsInTheItem() {
    Row after = row(1, 5, Unavailable.UNAVAILABLE);

    ItemWrite write = map(plan(BY_ID).mapper(), 1, new Change.Update(null, after)).writes().get(0);

    assertThat(((ItemWrite.Patch) write).set()).containsOnlyKeys("id", "customer");
    assertThat(((ItemWrite.Patch) write).remove()).isEmpty();
  }

  @Test
  void anUnsentValueOfARowWithAnotherKeyGoesAlongFromTheOldItem() {
    Row before =
        new Row(
            TABLES.schema("public.orders"),
            new @Nullable Object[] {1L, Unavailable.UNAVAILABLE, Unavailable.UNAVAILABLE});
    Row after = row(2, 5, Unavailable.UNAVAILABLE);

    MappedTransaction mapped = map(plan(BY_ID).mapper(), 1, new Change.Update(before, after));

    assertThat(mapped.moves())
        .extracting(move -> move.from() + " to " + move.patch().key())
        .containsExactly("shop/C,O#1 to shop/C,O#2");
    assertThat(mapped.writes())
        .extracting(w -> w.getClass().getSimpleName() + " " + w.key())
        .containsExactly("Delete shop/C,O#1");
  }

  @Test
  void tablesThatTheMappingDoesNotReadDoNothing() {
    SourceTables others =
        SourceTables.parse("public.others: { columns: { id: bigint }, key: [id] }\n");
    Row row = others.row("public.others", "{ id: 1 }");

    MappedTransaction mapped =
        map(plan.mapper(), 1, new Change.Insert(row), new Change.Truncate(row.table()));

    assertThat(mapped).isEqualTo(new MappedTransaction(List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void aTruncateOfItemsThatCannotBeToldFromOthersHalts() {
    SourceTables tables =
        SourceTables.parse(
            """
            public.dogs:
              columns: { id: bigint }
              key: [id]
            public.cats:
              columns: { id: bigint }
              key: [id]
            """);
    MappingPlan pets =
        MappingCompiler.compile(
            MappedWorld.parse(
                """
            tables: { pets: { partition-key: pk } }
            items:
              dog: { table: pets, from: public.dogs, key: { pk: "{id}" } }
              cat: { table: pets, from: public.cats, key: { pk: "{id}" } }
            """),
            tables.all());
    LockstepException refused =
        catchThrowableOfType(
            LockstepException.class,
            () -> map(pets.mapper(), 1, new Change.Truncate(TableId.parse("public.dogs"))));

    assertThat(refused.problem().code()).isEqualTo("TRUNCATE-AMBIGUOUS");
  }

  @Test
  void anItemOverTheLimitIsABadRowWithItsKey() {
    MappedTransaction mapped =
        map(plan.mapper(), 1, new Change.Insert(row(1, 5, "x".repeat(409_600))));

    assertThat(codes(mapped)).containsExactly("ITEM-TOO-LARGE");
    assertThat(mapped.badRows().get(0).key()).hasToString("shop/C#5,O#1");
    assertThat(mapped.badRows().get(0).problem().toString()).doesNotContain("xxx");
    assertThat(mapped.writes()).isEmpty();
  }

  @Test
  void aKeyOverItsLimitIsABadRow() {
    MappingPlan byNote = plan(BY_CUSTOMER.replace("O#{id}", "{note}#{id}"));

    assertThat(codes(map(byNote.mapper(), 1, new Change.Insert(row(1, 5, "é".repeat(512))))))
        .containsExactly("KEY-TOO-LONG");
    assertThat(codes(map(byNote.mapper(), 1, new Change.Insert(row(1, 5, "é".repeat(511))))))
        .isEmpty();
  }

  @Test
  void anAddedColumnFollowsTheRuleForColumns() {
    Row wider = wider("{ id: 1, customer: 5, extra: new }");
    MappingPlan only = plan(BY_CUSTOMER + "    columns: [id]\n");

    assertThat(attributes(map(plan.mapper(), 1, new Change.Insert(wider))))
        .containsOnlyKeys("id", "customer", "extra");
    assertThat(attributes(map(only.mapper(), 1, new Change.Insert(wider)))).containsOnlyKeys("id");
  }

  @Test
  void aDroppedColumnThatTheMappingNamesHalts() {
    MappingPlan named = plan(BY_CUSTOMER + "    columns: [id, note]\n");
    Row narrow = narrower("{ id: 1, customer: 5 }");

    Problem problem = refusal(named.mapper(), 1, new Change.Insert(narrow));

    assertThat(problem.code()).isEqualTo("MAPPED-COLUMN-GONE");
    assertThat(problem.where()).isEqualTo("mapping.yaml:7 (items.order.columns[1])");
    assertThat(problem.what()).contains("public.orders", "'note'");
  }

  @Test
  void aDroppedColumnThatItemsShowHaltsOnceItHasBeenSeen() {
    Mapper mapper = plan.mapper();
    Row narrow = narrower("{ id: 1, customer: 5 }");
    map(mapper, 5, new Change.Insert(row(2, 5)));

    assertThat(refusal(mapper, 6, new Change.Insert(narrow)).code())
        .isEqualTo("MAPPED-COLUMN-GONE");
  }

  @Test
  void aSchemaFromBeforeAColumnWasAddedIsNoReasonToHalt() {
    Row narrow = narrower("{ id: 1, customer: 5 }");

    Mapper restarted = plan.mapper();
    assertThat(map(restarted, 4, new Change.Insert(narrow)).writes()).hasSize(1);

    Mapper replaying = plan.mapper();
    map(replaying, 5, new Change.Insert(row(2, 5)));
    assertThat(map(replaying, 4, new Change.Insert(narrow)).writes()).hasSize(1);
  }

  @Test
  void statesBeforeAndAfterMayHaveDifferentShapes() {
    Row before = row(1, 5);
    Row after = wider("{ id: 1, customer: 6, extra: new }");

    assertThat(map(plan.mapper(), 1, new Change.Update(before, after)).writes())
        .extracting(w -> w.getClass().getSimpleName() + " " + w.key())
        .containsExactlyInAnyOrder("Put shop/C#6,O#1", "Delete shop/C#5,O#1");
  }

  @Test
  void rowsOfAVerificationAreMappedByTheSamePlan() {
    assertThat(plan.mapper().itemsOf(row(1, 5)).items())
        .extracting(item -> item.key().toString())
        .containsExactly("shop/C#5,O#1");
    MappedRow bad = plan.mapper().itemsOf(row(1, 5, "x".repeat(409_600)));
    assertThat(bad.items()).isEmpty();
    assertThat(bad.badRows()).extracting(b -> b.problem().code()).containsExactly("ITEM-TOO-LARGE");
  }

  @Test
  void thePlanSaysWhatItNeedsOfEachTable() {
    assertThat(plan.needs())
        .isEqualTo(
            Map.of(
                TableId.parse("public.orders"),
                new TableNeeds(List.of("id", "customer", "note"), List.of("customer"), List.of())));
    assertThat(plan(BY_ID + "    columns: [customer]\n").needs())
        .isEqualTo(
            Map.of(
                TableId.parse("public.orders"),
                new TableNeeds(List.of("id", "customer"), List.of(), List.of())));
  }

  private static MappingPlan plan(String mapping) {
    return MappingCompiler.compile(MappedWorld.parse(mapping), TABLES.all());
  }

  private static Row row(long id, long customer) {
    return row(id, customer, null);
  }

  private static Row row(long id, long customer, @Nullable Object note) {
    return new Row(TABLES.schema("public.orders"), new @Nullable Object[] {id, customer, note});
  }

  private static Row wider(String values) {
    return SourceTables.parse(
            "public.orders: { columns: { id: bigint, extra: text, customer: bigint, note: text null },"
                + " key: [id] }\n")
        .row("public.orders", values);
  }

  private static Row narrower(String values) {
    return SourceTables.parse(
            "public.orders: { columns: { id: bigint, customer: bigint }, key: [id] }\n")
        .row("public.orders", values);
  }

  private static MappedTransaction map(Mapper mapper, long position, Change... changes) {
    return mapper.map(net(position, changes));
  }

  private static NetTransaction net(long position, Change... changes) {
    return new Netting()
        .net(
            new Transaction(
                Transaction.Kind.STREAM,
                new Version(0, position, changes.length),
                position,
                List.of(changes),
                new SourcePosition("p"),
                0));
  }

  private static Problem refusal(Mapper mapper, long position, Change... changes) {
    return catchThrowableOfType(LockstepException.class, () -> map(mapper, position, changes))
        .problem();
  }

  private static List<String> codes(MappedTransaction mapped) {
    return mapped.badRows().stream().map(bad -> bad.problem().code()).toList();
  }

  private static Map<String, Value> attributes(MappedTransaction mapped) {
    assertThat(mapped.writes()).hasSize(1);
    assertThat(mapped.badRows()).isEmpty();
    return ((ItemWrite.Put) mapped.writes().get(0)).item().attributes();
  }
}
