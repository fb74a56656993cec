package dev.lockstep.rowstore;

import static dev.lockstep.rowstore.Shop.BY_ORDER;
import static dev.lockstep.rowstore.Shop.BY_WAREHOUSE;
import static dev.lockstep.rowstore.Shop.IDENTITY;
import static dev.lockstep.rowstore.Shop.KEPT;
import static dev.lockstep.rowstore.Shop.LINES;
import static dev.lockstep.rowstore.Shop.deleted;
import static dev.lockstep.rowstore.Shop.inserted;
import static dev.lockstep.rowstore.Shop.line;
import static dev.lockstep.rowstore.Shop.lineKey;
import static dev.lockstep.rowstore.Shop.moved;
import static dev.lockstep.rowstore.Shop.updated;
import static dev.lockstep.rowstore.Shop.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Unavailable;
import dev.lockstep.mapping.RowLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every view of a row store does: it shows the rows as they were when it was taken. */
abstract class RowViewContract {
  private static final int MANY = 100;

  private RowStore store = InMemoryRowStores.create();

  /** A new store with nothing in it, which sweeps few rows a purge. */
  abstract RowStore create();

  /** Two lines of order 7 and one of order 8. */
  @BeforeEach
  void fill() {
    store = create();
    store.initialise(IDENTITY, KEPT);
    apply(
        1,
        inserted(line("A", 1, 7L, "one")),
        inserted(line("A", 2, 7L, "two")),
        inserted(line("B", 1, 8L, "three")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void apply(long version, RowChange... changes) {
    store.apply(version(version), List.of(changes), Set.of());
  }

  private static List<String> children(RowLookup rows, int index, Object value) {
    List<String> found = new ArrayList<>();
    rows.children(
        LINES, index, List.of(value), null, MANY, row -> found.add(String.valueOf(row.row())));
    return found;
  }

  private static List<String> all(RowLookup rows) {
    List<String> found = new ArrayList<>();
    rows.rows(LINES, null, MANY, row -> found.add(String.valueOf(row.row())));
    return found;
  }

  /** That a view shows what {@link #fill} left, however it is asked. */
  private static void assertShowsTheBeginning(RowView view) {
    String one = "public.lines[A, 1, 7, one]";
    String two = "public.lines[A, 2, 7, two]";
    String three = "public.lines[B, 1, 8, three]";
    assertThat(all(view)).containsExactly(one, two, three);
    assertThat(children(view, BY_ORDER, 7L)).containsExactly(one, two);
    assertThat(children(view, BY_ORDER, 8L)).containsExactly(three);
    assertThat(children(view, BY_ORDER, 9L)).isEmpty();
    assertThat(children(view, BY_WAREHOUSE, "A")).containsExactly(one, two);
    assertThat(view.get(lineKey("A", 1)))
        .isEqualTo(new RowLookup.KeptRow(kept("A", 1, 7, "one"), version(1)));
    assertThat(view.get(lineKey("C", 1))).isNull();
  }

  private static Row kept(String warehouse, long no, long order, String note) {
    TableSchema schema =
        Shop.schema(
            LINES,
            List.of("warehouse", "no"),
            Shop.column("warehouse", Kind.TEXT),
            Shop.column("no", Kind.INTEGER),
            Shop.column("order_id", Kind.INTEGER),
            Shop.column("note", Kind.TEXT));
    return new Row(schema, new @Nullable Object[] {warehouse, no, order, note});
  }

  @Test
  void aViewStaysAsItWasWhileRowsComeChangeAndGo() {
    try (RowView view = store.view()) {
      apply(2, updated(line("A", 1, 9L, "changed")), inserted(line("C", 1, 7L, "new")));
      apply(3, deleted(lineKey("A", 2)), deleted(lineKey("B", 1)));
      assertShowsTheBeginning(view);
    }
    assertThat(all(store))
        .containsExactly("public.lines[A, 1, 9, changed]", "public.lines[C, 1, 7, new]");
  }

  @Test
  void aViewStaysAsItWasOverAKeyShift() {
    try (RowView view = store.view()) {
      apply(
          2,
          deleted(lineKey("A", 1)),
          moved(lineKey("A", 1), line("A", 2, 7L, Unavailable.UNAVAILABLE)),
          moved(lineKey("A", 2), line("A", 3, 7L, Unavailable.UNAVAILABLE)));
      assertShowsTheBeginning(view);
    }
  }

  @Test
  void aViewStaysAsItWasOverATruncationAndTheSweepAfterIt() {
    try (RowView view = store.view()) {
      store.apply(version(2), List.of(inserted(line("A", 2, 9L, "after"))), Set.of(LINES));
      assertShowsTheBeginning(view);
      for (int i = 0; i < 5; i++) {
        store.purge(version(2));
        assertShowsTheBeginning(view);
      }
    }
    assertThat(all(store)).containsExactly("public.lines[A, 2, 9, after]");
  }

  @Test
  void aViewOfATruncatedTableHidesWhatIsNotYetSwept() {
    store.apply(version(2), List.of(inserted(line("D", 1, 7L, "after"))), Set.of(LINES));
    try (RowView view = store.view()) {
      apply(3, inserted(line("A", 1, 7L, "later")));
      store.purge(version(3));
      assertThat(all(view)).containsExactly("public.lines[D, 1, 7, after]");
      assertThat(children(view, BY_ORDER, 7L)).containsExactly("public.lines[D, 1, 7, after]");
      assertThat(view.get(lineKey("A", 2))).isNull();
    }
  }

  @Test
  void aViewStaysAsItWasWhenTombstonesAndEarlierStatesAreForgotten() {
    try (RowView view = store.view()) {
      apply(2, deleted(lineKey("A", 1)), updated(line("A", 2, 8L, "changed")));
      store.sync();
      store.purge(version(2));
      assertShowsTheBeginning(view);
    }
  }

  @Test
  void aViewStaysAsItWasWhenTheStoreGoesBack() {
    apply(2, deleted(lineKey("A", 1)));
    store.apply(version(3), List.of(inserted(line("E", 1, 7L, "e"))), Set.of(LINES));
    try (RowView view = store.view()) {
      store.resumeFrom(version(1));
      assertThat(all(view)).containsExactly("public.lines[E, 1, 7, e]");
      assertThat(children(view, BY_ORDER, 7L)).containsExactly("public.lines[E, 1, 7, e]");
    }
    assertThat(children(store, BY_ORDER, 7L)).hasSize(2);
  }

  @Test
  void aViewOfAnEmptyStoreStaysEmptyWhileTheStoreIsLoaded() {
    try (RowStore loaded = create()) {
      loaded.initialise(IDENTITY, KEPT);
      try (RowView view = loaded.view()) {
        loaded.load(version(1), List.of(line("A", 1, 7L, "x")));
        assertThat(all(view)).isEmpty();
        assertThat(children(view, BY_ORDER, 7L)).isEmpty();
        assertThat(view.get(lineKey("A", 1))).isNull();
      }
      assertThat(all(loaded)).hasSize(1);
    }
  }

  @Test
  void aViewKnowsTheColumnsOfRowsAsTheyWere() {
    try (RowView view = store.view()) {
      TableSchema altered =
          Shop.schema(
              LINES,
              List.of("warehouse", "no"),
              Shop.column("warehouse", Kind.TEXT),
              Shop.column("no", Kind.INTEGER),
              Shop.column("order_id", Kind.DECIMAL),
              Shop.column("note", Kind.JSON));
      apply(2, updated(new Row(altered, new @Nullable Object[] {"A", 1L, null, "{}"})));
      assertShowsTheBeginning(view);
    }
  }

  @Test
  void viewsOfDifferentMomentsStandSideBySide() {
    try (RowView first = store.view()) {
      apply(2, deleted(lineKey("B", 1)), deleted(lineKey("A", 2)));
      try (RowView second = store.view()) {
        apply(3, deleted(lineKey("A", 1)));
        assertThat(all(second)).containsExactly("public.lines[A, 1, 7, one]");
      }
      assertShowsTheBeginning(first);
    }
  }

  @Test
  void aViewIsWalkedInSlicesThoughItsRowsAreGone() {
    try (RowView view = store.view()) {
      List<String> found = new ArrayList<>();
      Optional<RowKey> last =
          view.rows(LINES, null, 2, row -> found.add(String.valueOf(row.row())));
      assertThat(last).contains(lineKey("A", 2));
      apply(2, deleted(lineKey("A", 2)), deleted(lineKey("B", 1)));
      view.rows(LINES, last.get(), 2, row -> found.add(String.valueOf(row.row())));
      assertThat(found).hasSize(3).last().isEqualTo("public.lines[B, 1, 8, three]");
    }
  }

  @Test
  void aClosedViewRefusesToBeRead() {
    RowView view = store.view();
    view.close();
    view.close();
    assertRefuses(view);
  }

  @Test
  void aViewOfAClearedStoreRefusesToBeRead() {
    try (RowView view = store.view()) {
      store.clear();
      assertRefuses(view);
    }
  }

  @Test
  void aViewMayBeClosedAfterItsStore() {
    RowView view = store.view();
    store.close();
    assertRefuses(view);
    view.close();
  }

  private static void assertRefuses(RowView view) {
    assertThatThrownBy(() -> view.get(lineKey("A", 1))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> all(view)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> children(view, BY_ORDER, 7L))
        .isInstanceOf(IllegalStateException.class);
  }
}
