package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.Change;
import dev.lockstep.change.Column;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.item.Value;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.rowstore.InMemoryRowStores;
import dev.lockstep.rowstore.RowStore;
import dev.lockstep.rowstore.StoreIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is added to a transaction, in how many parts, and under which versions. */
class SilentActionsTest {
  private static final SourceTables TABLES =
      SourceTables.parse(
          """
          shop.customers: { columns: { id: bigint, name: text }, key: [id], full: true }
          shop.orders:
            columns: { id: bigint, customer_id: bigint, note: text }
            key: [id]
            full: true
            follows:
              orders_customer:
                { by: [customer_id], parent: shop.customers, key: [id], on-delete: cascade }
          shop.lines:
            columns: { id: bigint, order_id: bigint, note: text }
            key: [id]
            full: true
            follows:
              lines_order: { by: [order_id], parent: shop.orders, key: [id], on-delete: cascade }
          """);

  private static final MappingPlan PLAN =
      MappingCompiler.compile(
          MappedWorld.parse(
              """
              tables: { shop: { partition-key: pk } }
              items:
                order: { table: shop, from: shop.orders, key: { pk: "O#{id}" } }
                line: { table: shop, from: shop.lines, key: { pk: "L#{id}" } }
              """),
          TABLES.all());

  private final RowStore store = InMemoryRowStores.create();
  private final Netting netting = new Netting();
  private final List<Transaction> parts = new ArrayList<>();

  SilentActionsTest() {
    store.initialise(new StoreIdentity("p", "s", PLAN.hash()), PLAN.kept());
  }

  @Test
  void whatTakesNoRowsAlongIsHandedOverAsItIs() throws Exception {
    load(order(1, 7));
    Transaction harmless =
        transaction(
            100,
            new Change.Insert(customer(9)),
            new Change.Update(customer(7), row("customers", 7L, "renamed")),
            new Change.Update(order(1, 7), order(1, 9)));
    Transaction nobody = transaction(200, new Change.Delete(customer(7)));
    SilentActions actions = actions(10);

    carryOut(actions, harmless);
    carryOut(actions, nobody);

    assertThat(parts.get(0)).isSameAs(harmless);
    assertThat(parts.get(1).changes()).isEqualTo(nobody.changes());
    assertThat(parts.get(1).version()).isEqualTo(nobody.version());
  }

  @Test
  void whatFollowsComesRightBehindWhatItFollowsFrom() throws Exception {
    load(order(1, 7), order(2, 7), order(3, 8), line(11, 1), line(21, 2), line(31, 3));

    carryOut(
        actions(10),
        transaction(100, new Change.Delete(customer(7)), new Change.Insert(order(1, 8))));

    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).changes())
        .extracting(SilentActionsTest::inWords)
        .containsExactly(
            "- shop.customers[7]",
            "- shop.orders[1]",
            "- shop.lines[11]",
            "- shop.orders[2]",
            "- shop.lines[21]",
            "+ shop.orders[1]");
    assertThat(parts.get(0).version()).isEqualTo(new Version(0, 100, 6));
    assertThat(parts.get(0).position()).isEqualTo(new SourcePosition("100"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void theLastPartHasTheSameVersionHoweverItIsCut(int size) throws Exception {
    load(order(1, 7), order(2, 7), line(11, 1), line(21, 2));
    List<Change> changes =
        List.of(
            new Change.Delete(customer(7)),
            new Change.Insert(order(5, 8)),
            new Change.Delete(customer(8)),
            new Change.Insert(customer(9)));
    SilentActions actions = actions(size);

    for (Transaction part : cut(100, changes, size)) {
      assertThat(store.position().orElseThrow()).isNotEqualTo(part.version());
      carryOut(actions, part);
    }

    assertThat(last().version()).isEqualTo(new Version(0, 100, 4 + 5));
    assertThat(last().position()).isNotNull();
    assertThat(parts.subList(0, parts.size() - 1))
        .allMatch(part -> part.position() == null && part.changes().size() <= size);
    assertThat(parts).extracting(Transaction::version).isSorted().doesNotHaveDuplicates();
    assertThat(rows("orders")).isEmpty();
  }

  @Test
  void aPartBeginsWhereTheOneBeforeLeftTheRows() throws Exception {
    load(order(1, 7), order(2, 7));
    List<Transaction> cut =
        cut(100, List.of(new Change.Delete(customer(7)), new Change.Insert(customer(9))), 1);
    SilentActions actions = actions(10);

    assertThat(actions.startOf(cut.get(0))).isEqualTo(new Version(0, 100, 0));
    carryOut(actions, cut.get(0));
    assertThat(actions.startOf(cut.get(1))).isEqualTo(new Version(0, 100, 3));
    carryOut(actions, cut.get(1));
    assertThat(last().version()).isEqualTo(new Version(0, 100, 4));
    assertThat(last().changes()).hasSize(1);

    assertThat(actions.startOf(cut.get(0))).as("it comes again").isEqualTo(new Version(0, 100, 0));
  }

  @Test
  void manyRowsFollowInPartsOfBoundedSize() throws Exception {
    int count = 50_000;
    store.load(
        new Version(0, 1, 0), LongStream.range(0, count).mapToObj(id -> order(id, 7)).toList());
    store.load(
        new Version(0, 1, 0), LongStream.range(0, count).mapToObj(id -> line(id, id / 2)).toList());

    carryOut(actions(2_000), transaction(100, new Change.Delete(customer(7))));

    assertThat(parts).hasSize(51).allMatch(part -> part.changes().size() <= 2_000);
    assertThat(last().version()).isEqualTo(new Version(0, 100, 1 + 2 * count));
    assertThat(rows("orders")).isEmpty();
    assertThat(rows("lines")).isEmpty();
  }

  @Test
  void largeRowsFollowInPartsOfBoundedBytes() throws Exception {
    load(order(1, 7), order(2, 7), order(3, 7));
    SilentActions actions = PLAN.silentActions(1_000, 1).orElseThrow();

    carryOut(actions, transaction(100, new Change.Delete(customer(7))));

    assertThat(parts).hasSize(4);
  }

  @Test
  void rowsHaveTheShapeThatTheLogShowedLast() throws Exception {
    load(order(1, 7));
    TableSchema known = TABLES.schema("shop.orders");
    List<Column> more = new ArrayList<>(known.columns());
    more.add(new Column("added", known.columns().get(2).type(), true));
    TableSchema wider = new TableSchema(known.table(), more, known.keyColumns());
    SilentActions actions = actions(10);

    carryOut(
        actions,
        transaction(100, new Change.Insert(new Row(wider, new Object[] {5L, 8L, "n", "a"}))));
    carryOut(actions, transaction(200, new Change.Delete(customer(7))));

    Row gone = ((Change.Delete) last().changes().get(1)).before();
    assertThat(gone.schema()).isSameAs(wider);
    assertThat(gone.get("id")).isEqualTo(1L);
    assertThat(gone.isUnavailable(3)).isTrue();
  }

  @Test
  void aRowInTheShapeOfTheCatalogIsNoReasonToMissAColumnInRowsLoggedBeforeItWasAdded()
      throws Exception {
    load(order(1, 7), order(2, 8));
    TableSchema now = TABLES.schema("shop.orders");
    TableSchema once = new TableSchema(now.table(), now.columns().subList(0, 2), List.of("id"));
    Mapper mapper = PLAN.mapper(PLAN.itemTypes(), MapperOptions.defaults(), new Version(0, 500, 0));

    carryOut(actions(10), transaction(100, new Change.Delete(customer(7))));
    mapper.map(netting.net(last()));
    MappedTransaction mapped =
        mapper.map(
            netting.net(transaction(200, new Change.Delete(new Row(once, new Object[] {2L, 8L})))));

    assertThat(mapped.writes())
        .extracting(write -> write.key().partition())
        .containsExactly(new Value.Text("O#2"));
  }

  @Test
  void aParentWithoutTheReferencedColumnIsNoReasonToLeaveRowsBehind() {
    TableId customers = TableId.parse("shop.customers");
    TableSchema renamed =
        new TableSchema(
            customers, List.of(TABLES.schema("shop.customers").columns().get(1)), List.of("name"));
    Transaction odd = transaction(100, new Change.Delete(new Row(renamed, new Object[] {"Ada"})));

    assertThatThrownBy(() -> carryOut(actions(10), odd))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("FK-ACTION-UNKNOWN")
        .hasMessageContaining("'orders_customer'");
  }

  @Test
  void storedRowsEndATransactionAtOrBehindTheSourcesVersion() {
    Version source = new Version(0, 100, 2);

    assertThat(SilentActions.endOf(source, new Version(0, 100, 7)))
        .isEqualTo(new Version(0, 100, 7));
    assertThat(SilentActions.endOf(source, source)).isEqualTo(source);
    assertThat(SilentActions.endOf(source, new Version(0, 200, 1))).isEqualTo(Version.upTo(0, 100));
    assertThat(SilentActions.endOf(source, new Version(0, 50, 1)))
        .as("rows that lack the transaction")
        .isEqualTo(source);
  }

  private static SilentActions actions(int maxChanges) {
    return PLAN.silentActions(maxChanges, Long.MAX_VALUE).orElseThrow();
  }

  private void carryOut(SilentActions actions, Transaction transaction)
      throws InterruptedException {
    actions.carryOut(
        transaction,
        store,
        part -> {
          parts.add(part);
          NetTransaction net = netting.net(part);
          store.apply(part.version(), net.rows(), net.truncated());
        });
  }

  private void load(Row... rows) {
    store.load(new Version(0, 1, 0), List.of(rows));
  }

  private Transaction last() {
    return parts.get(parts.size() - 1);
  }

  private List<RowKey> rows(String table) {
    List<RowKey> keys = new ArrayList<>();
    store.rows(
        TableId.parse("shop." + table), null, Integer.MAX_VALUE, row -> keys.add(row.row().key()));
    return keys;
  }

  private static Transaction transaction(long position, Change... changes) {
    return cut(position, List.of(changes), changes.length).get(0);
  }

  private static List<Transaction> cut(long position, List<Change> changes, int size) {
    List<Transaction> cut = new ArrayList<>();
    for (int from = 0; from < changes.size(); from += size) {
      int to = Math.min(from + size, changes.size());
      cut.add(
          new Transaction(
              Transaction.Kind.STREAM,
              new Version(0, position, to),
              position,
              changes.subList(from, to),
              to == changes.size() ? new SourcePosition("" + position) : null,
              0));
    }
    return cut;
  }

  private static String inWords(Change change) {
    return change instanceof Change.Delete delete
        ? "- " + delete.before().key()
        : "+ " + ((Change.Insert) change).row().key();
  }

  private static Row customer(long id) {
    return row("customers", id, "customer");
  }

  private static Row order(long id, long customer) {
    return row("orders", id, customer, "order");
  }

  private static Row line(long id, long order) {
    return row("lines", id, order, "line");
  }

  private static Row row(String table, Object... values) {
    return new Row(TABLES.schema("shop." + table), values);
  }
}
