package dev.lockstep.rowstore;

import static dev.lockstep.rowstore.Shop.BY_ORDER;
import static dev.lockstep.rowstore.Shop.BY_WAREHOUSE;
import static dev.lockstep.rowstore.Shop.IDENTITY;
import static dev.lockstep.rowstore.Shop.KEPT;
import static dev.lockstep.rowstore.Shop.KEPT_LINES;
import static dev.lockstep.rowstore.Shop.KEPT_ORDERS;
import static dev.lockstep.rowstore.Shop.LINES;
import static dev.lockstep.rowstore.Shop.ORDERS;
import static dev.lockstep.rowstore.Shop.deleted;
import static dev.lockstep.rowstore.Shop.inserted;
import static dev.lockstep.rowstore.Shop.line;
import static dev.lockstep.rowstore.Shop.lineKey;
import static dev.lockstep.rowstore.Shop.moved;
import static dev.lockstep.rowstore.Shop.order;
import static dev.lockstep.rowstore.Shop.orderKey;
import static dev.lockstep.rowstore.Shop.updated;
import static dev.lockstep.rowstore.Shop.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Unavailable;
import dev.lockstep.mapping.AppliedChange;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.RowLookup.KeptRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every row store does. */
abstract class RowStoreContract extends ShopStore {
  @Test
  void aRowIsFoundByItsKeyWithItsVersion() {
    apply(1, inserted(order(7, "new")));
    KeptRow row = store.get(orderKey(7));
    assertThat(row).isEqualTo(new KeptRow(order(7, "new"), version(1)));
    assertThat(store.get(orderKey(8))).isNull();
  }

  @Test
  void onlyKeptColumnsAreKeptInTheirOrder() {
    apply(1, inserted(line("A", 1, 7L, "x")));
    KeptRow row = store.get(lineKey("A", 1));
    assertThat(row).isNotNull();
    assertThat(row.row().toString()).isEqualTo("public.lines[A, 1, 7, x]");
    assertThat(row.row().schema().columns()).extracting("name").isEqualTo(KEPT_LINES.columns());
  }

  @Test
  void rowsOfOneShapeShareTheirSchema() {
    apply(1, inserted(order(1, "a")), inserted(order(2, "b")));
    KeptRow first = store.get(orderKey(1));
    KeptRow second = store.get(orderKey(2));
    assertThat(first).isNotNull();
    assertThat(second).isNotNull();
    assertThat(first.row().schema()).isSameAs(second.row().schema());
  }

  @Test
  void theStateBeforeIsReportedWhateverTheSourceSent() {
    apply(1, inserted(line("A", 1, 7L, "x")));
    assertThat(apply(2, updated(line("A", 1, 8L, "x"))))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(String.valueOf(change.before())).isEqualTo("public.lines[A, 1, 7, x]");
              assertThat(String.valueOf(change.after())).isEqualTo("public.lines[A, 1, 8, x]");
            });
    assertThat(apply(3, deleted(lineKey("A", 1))).get(0).before()).isNotNull();
  }

  @Test
  void aStateThatOnlyTheSourceKnowsIsBelieved() {
    Row before = line("A", 1, 7L, "x");
    RowChange change = new RowChange(before.key(), before, null, null, false);
    assertThat(String.valueOf(apply(1, change).get(0).before()))
        .isEqualTo("public.lines[A, 1, 7, x]");
  }

  @Test
  void whatTheSourceDidNotSendIsTakenFromTheStoredRow() {
    apply(1, inserted(line("A", 1, 7L, "long text")));
    apply(2, updated(line("A", 1, 8L, Unavailable.UNAVAILABLE)));
    KeptRow row = store.get(lineKey("A", 1));
    assertThat(row).isNotNull();
    assertThat(row.row().get("note")).isEqualTo("long text");
  }

  @Test
  void aKeyShiftTakesWhatWasNotSentFromTheRowsAsTheyWere() {
    apply(
        1,
        inserted(line("A", 1, 7L, "one")),
        inserted(line("A", 2, 7L, "two")),
        inserted(line("A", 3, 7L, "three")));
    apply(
        2,
        deleted(lineKey("A", 1)),
        moved(lineKey("A", 1), line("A", 2, 7L, Unavailable.UNAVAILABLE)),
        moved(lineKey("A", 2), line("A", 3, 7L, Unavailable.UNAVAILABLE)),
        moved(lineKey("A", 3), line("A", 4, 7L, Unavailable.UNAVAILABLE)));
    List<Object> notes = new ArrayList<>();
    store.rows(LINES, null, 10, row -> notes.add(String.valueOf(row.row().get("note"))));
    assertThat(notes).containsExactly("one", "two", "three");
    assertThat(lines(BY_ORDER, 7L))
        .containsExactly(lineKey("A", 2), lineKey("A", 3), lineKey("A", 4));
  }

  @Test
  void whatANewRowLacksIsNotTakenFromItsPredecessor() {
    apply(1, inserted(line("A", 1, 7L, "old")));
    AppliedChange change = apply(2, inserted(line("A", 1, 7L, Unavailable.UNAVAILABLE))).get(0);
    assertThat(change.after()).isNotNull();
    assertThat(change.after().hasUnavailable()).isTrue();
  }

  @Test
  void changesOfOtherTablesPassThrough() {
    TableId other = new TableId("public", "other");
    TableSchema schema = Shop.schema(other, List.of("id"), Shop.column("id", Kind.INTEGER));
    Row row = new Row(schema, new @Nullable Object[] {1L});
    assertThat(apply(1, inserted(row))).containsExactly(new AppliedChange(row.key(), null, row));
    assertThatThrownBy(() -> store.get(row.key())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void childrenFollowTheirRowFromParentToParent() {
    apply(1, inserted(line("A", 1, 7L, "x")), inserted(line("B", 1, 7L, "x")));
    apply(2, updated(line("A", 1, 8L, "x")));
    assertThat(lines(BY_ORDER, 7L)).containsExactly(lineKey("B", 1));
    assertThat(lines(BY_ORDER, 8L)).containsExactly(lineKey("A", 1));
    apply(3, deleted(lineKey("A", 1)));
    assertThat(lines(BY_ORDER, 8L)).isEmpty();
  }

  @Test
  void anIndexOnTheFirstKeyColumnsIsTheRowsThemselves() {
    apply(1, inserted(line("A", 2, 7L, "")), inserted(line("A\u0000", 1, 7L, "")));
    apply(2, inserted(line("A", 1, 7L, "")), inserted(line("B", 1, 7L, "")));
    assertThat(lines(BY_WAREHOUSE, "A")).containsExactly(lineKey("A", 1), lineKey("A", 2));
  }

  @Test
  void aReferenceMatchesAKeyOfAnotherNumericType() {
    apply(1, inserted(line("A", 1, new BigDecimal("7.00"), "x")));
    assertThat(lines(BY_ORDER, 7L)).containsExactly(lineKey("A", 1));
  }

  @Test
  void nullReferencesNothing() {
    apply(1, inserted(line("A", 1, null, "x")));
    List<KeptRow> found = new ArrayList<>();
    List<@Nullable Object> nothing = new ArrayList<>();
    nothing.add(null);
    store.children(LINES, BY_ORDER, nothing, null, 10, found::add);
    assertThat(found).isEmpty();
  }

  @Test
  void aWalkGoesOnWhereItStoppedWhateverChangedMeanwhile() {
    for (long no = 1; no <= 10; no++) {
      apply(no, inserted(line("A", no, 7L, "x")));
    }
    List<RowKey> seen = new ArrayList<>();
    Optional<RowKey> last =
        store.children(LINES, BY_ORDER, List.of(7L), null, 4, row -> seen.add(row.row().key()));
    assertThat(last).contains(lineKey("A", 4));
    apply(11, deleted(lineKey("A", 4)), deleted(lineKey("A", 5)));
    Optional<RowKey> end =
        store.children(
            LINES, BY_ORDER, List.of(7L), last.get(), 100, row -> seen.add(row.row().key()));
    assertThat(end).isEmpty();
    assertThat(seen).hasSize(9).doesNotContain(lineKey("A", 5)).doesNotHaveDuplicates();
  }

  @Test
  void aTableIsWalkedInPrimaryKeyOrder() {
    apply(1, inserted(order(300, "c")), inserted(order(-5, "a")), inserted(order(2, "b")));
    List<Object> ids = new ArrayList<>();
    store.rows(ORDERS, null, 2, row -> ids.add(String.valueOf(row.row().get("id"))));
    store.rows(ORDERS, orderKey(2), 2, row -> ids.add(String.valueOf(row.row().get("id"))));
    assertThat(ids).containsExactly("-5", "2", "300");
  }

  @Test
  void childrenOfATruncatedTableAreGone() {
    apply(1, inserted(line("A", 1, 7L, "x")), inserted(line("A", 2, 7L, "x")));
    store.apply(version(2), List.of(inserted(line("A", 2, 7L, "y"))), Set.of(LINES));
    assertThat(lines(BY_ORDER, 7L)).containsExactly(lineKey("A", 2));
    store.purge(version(2));
    assertThat(lines(BY_ORDER, 7L)).containsExactly(lineKey("A", 2));
    assertThat(lines(BY_WAREHOUSE, "A")).containsExactly(lineKey("A", 2));
  }

  @Test
  void aRowWinsOverTheAbsenceOfAnEqualKey() {
    Row row = line("A", 1, 7L, "x");
    RowKey spelledOtherwise = new RowKey(LINES, "A", new BigDecimal("1.0"));
    apply(1, inserted(row), deleted(spelledOtherwise));
    assertThat(lines(BY_ORDER, 7L)).containsExactly(lineKey("A", 1));
  }

  @Test
  void aLoadIsCompleteWithItsIndexes() {
    store.load(version(5), List.of(line("A", 1, 7L, "x"), order(1, "a")));
    store.load(version(5), List.of(line("A", 2, 7L, "x")));
    assertThat(lines(BY_ORDER, 7L)).containsExactly(lineKey("A", 1), lineKey("A", 2));
    assertThat(store.position()).contains(version(5));
    assertThat(store.statistics().rows()).containsEntry(LINES, 2L);
  }

  @Test
  void aLoadOverNewerRowsLeavesThem() {
    apply(6, inserted(order(1, "newer")), deleted(orderKey(2)));
    store.load(version(5), List.of(order(1, "older"), order(2, "older"), order(3, "only here")));
    assertThat(status(1)).isEqualTo("newer");
    assertThat(store.get(orderKey(2))).isNull();
    assertThat(status(3)).isEqualTo("only here");
  }

  @Test
  void transactionsAfterALoadAreReadBeforeTheyAreWritten() {
    store.load(version(5), List.of(line("A", 1, 7L, "x")));
    apply(6, updated(line("A", 1, 8L, "y")));
    store.load(version(5), List.of(line("A", 1, 7L, "x")));
    assertThat(lines(BY_ORDER, 8L)).containsExactly(lineKey("A", 1));
    assertThat(lines(BY_ORDER, 7L)).isEmpty();
  }

  @Test
  void allIsThereAfterAReopening() {
    apply(1, inserted(line("A", 1, 7L, "x")), inserted(order(1, "a")));
    store.apply(version(2), List.of(), Set.of(ORDERS));
    store.markComplete(Set.of(LINES));
    reopen(KEPT);
    assertThat(store.identity()).contains(IDENTITY);
    assertThat(store.position()).contains(version(2));
    assertThat(lines(BY_ORDER, 7L)).containsExactly(lineKey("A", 1));
    assertThat(store.get(orderKey(1))).isNull();
    assertThat(store.incomplete()).containsExactly(ORDERS);
    assertThat(store.statistics().rows()).containsEntry(LINES, 1L).containsEntry(ORDERS, 0L);
  }

  @Test
  void nothingIsKeptNorGivenUpBeforeTheStoreIsTakenIntoUse() {
    apply(1, inserted(order(1, "a")));
    store = reopen(store);
    assertThat(store.identity()).contains(IDENTITY);
    assertThatThrownBy(() -> store.get(orderKey(1))).isInstanceOf(IllegalArgumentException.class);
    store.initialise(IDENTITY, KEPT);
    assertThat(status(1)).isEqualTo("a");
  }

  @Test
  void aNewIndexIsBuiltFromTheRowsThatAreThere() {
    apply(1, inserted(order(1, "open")), inserted(order(2, "done")), inserted(order(3, "open")));
    reopen(
        List.of(
            new KeptTable(ORDERS, List.of("id"), List.of("status"), List.of(List.of("status")))));
    List<RowKey> open = new ArrayList<>();
    store.children(ORDERS, 0, List.of("open"), null, 10, row -> open.add(row.row().key()));
    assertThat(open).containsExactly(orderKey(1), orderKey(3));
  }

  @Test
  void aTableThatIsNoLongerKeptIsGivenUp() {
    store.markComplete(Set.of(ORDERS, LINES));
    apply(1, inserted(order(1, "a")), inserted(line("A", 1, 7L, "x")));
    reopen(List.of(KEPT_ORDERS));
    reopen(KEPT);
    assertThat(lines(BY_ORDER, 7L)).isEmpty();
    assertThat(status(1)).isEqualTo("a");
    assertThat(store.incomplete()).containsExactly(LINES);
  }

  @Test
  void aColumnThatIsKeptOnlyNowIsUnknownInOlderRows() {
    KeptTable narrow = new KeptTable(LINES, List.of("warehouse", "no"), List.of("note"), List.of());
    reopen(List.of(narrow));
    apply(1, inserted(line("A", 1, 7L, "x")));
    store.markComplete(Set.of(LINES));
    assertThat(store.incomplete()).isEmpty();
    reopen(List.of(KEPT_LINES));
    apply(2, inserted(line("A", 2, 7L, "y")));
    assertThat(store.incomplete()).containsExactly(LINES);
    List<String> rows = new ArrayList<>();
    store.rows(LINES, null, 10, row -> rows.add(row.row().toString()));
    assertThat(rows)
        .containsExactly("public.lines[A, 1, UNAVAILABLE, x]", "public.lines[A, 2, 7, y]");
    assertThat(lines(BY_ORDER, 7L)).containsExactly(lineKey("A", 2));
  }

  @Test
  void rowsKeepTheTypesThatTheirColumnsHadThen() {
    apply(1, inserted(order(1, "a")));
    TableSchema altered =
        Shop.schema(
            ORDERS,
            List.of("id"),
            Shop.column("added", Kind.TEXT),
            Shop.column("status", Kind.JSON),
            Shop.column("id", Kind.INTEGER));
    apply(2, inserted(new Row(altered, new @Nullable Object[] {"!", "{}", 2L})));
    reopen(KEPT);
    List<Kind> kinds = new ArrayList<>();
    store.rows(
        ORDERS, null, 9, row -> kinds.add(row.row().schema().columns().get(1).type().kind()));
    assertThat(kinds).containsExactly(Kind.TEXT, Kind.JSON);
  }

  @Test
  void aClearedStoreIsNew() {
    apply(1, inserted(order(1, "a")));
    store.clear();
    assertThat(store.identity()).isEmpty();
    assertThat(store.position()).isEmpty();
    store.initialise(IDENTITY, KEPT);
    assertThat(store.get(orderKey(1))).isNull();
    apply(1, inserted(order(1, "b")));
    assertThat(status(1)).isEqualTo("b");
  }
}
