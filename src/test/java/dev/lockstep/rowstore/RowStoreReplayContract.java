package dev.lockstep.rowstore;

import static dev.lockstep.rowstore.Shop.BY_ORDER;
import static dev.lockstep.rowstore.Shop.KEPT;
import static dev.lockstep.rowstore.Shop.LINES;
import static dev.lockstep.rowstore.Shop.ORDERS;
import static dev.lockstep.rowstore.Shop.deleted;
import static dev.lockstep.rowstore.Shop.inserted;
import static dev.lockstep.rowstore.Shop.line;
import static dev.lockstep.rowstore.Shop.lineKey;
import static dev.lockstep.rowstore.Shop.order;
import static dev.lockstep.rowstore.Shop.orderKey;
import static dev.lockstep.rowstore.Shop.updated;
import static dev.lockstep.rowstore.Shop.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.RowChange;
import dev.lockstep.change.Unavailable;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.AppliedChange;
import dev.lockstep.problem.LockstepException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every row store does when transactions come again. */
abstract class RowStoreReplayContract extends ShopStore {
  @Test
  void anOlderVersionNeverReplacesANewerOne() {
    apply(2, inserted(order(1, "new")));
    apply(1, inserted(order(1, "old")));
    assertThat(status(1)).isEqualTo("new");
    assertThat(store.position()).contains(version(2));
  }

  @Test
  void aRemovedRowIsNotBroughtBackByAReplay() {
    apply(1, inserted(order(1, "new")));
    apply(2, deleted(orderKey(1)));
    apply(1, inserted(order(1, "new")));
    assertThat(store.get(orderKey(1))).isNull();
  }

  @Test
  void aTruncatedTableIsEmptyAndStaysSoUnderReplay() {
    apply(1, inserted(order(1, "old")), inserted(order(2, "old")));
    store.apply(version(2), List.of(inserted(order(1, "after"))), Set.of(ORDERS));
    apply(1, inserted(order(1, "old")), inserted(order(2, "old")));
    assertThat(status(1)).isEqualTo("after");
    assertThat(store.get(orderKey(2))).isNull();
    assertThat(store.statistics().rows()).containsEntry(ORDERS, 1L);
  }

  @Test
  void aReplayFindsTheStateBeforeAsItWasTheFirstTime() {
    apply(1, inserted(line("A", 1, 7L, "x")));
    List<AppliedChange> first = apply(2, updated(line("A", 1, 8L, Unavailable.UNAVAILABLE)));
    apply(3, updated(line("A", 1, 9L, "z")));
    assertThat(apply(2, updated(line("A", 1, 8L, Unavailable.UNAVAILABLE)))).isEqualTo(first);
    assertThat(lines(BY_ORDER, 9L)).containsExactly(lineKey("A", 1));
  }

  @Test
  void aTransactionThatIsCutOtherwiseInItsReplayEndsTheSame() {
    store.apply(new Version(0, 1, 1), List.of(inserted(order(1, "a"))), Set.of());
    store.apply(new Version(0, 2, 10), List.of(inserted(order(2, "b"))), Set.of(ORDERS));
    store.apply(new Version(0, 2, 20), List.of(inserted(order(3, "c"))), Set.of());
    store.apply(new Version(0, 2, 30), List.of(inserted(order(4, "d"))), Set.of());
    store.apply(
        new Version(0, 2, 25),
        List.of(inserted(order(2, "b")), inserted(order(3, "c"))),
        Set.of(ORDERS));
    List<Object> ids = new ArrayList<>();
    store.rows(ORDERS, null, 9, row -> ids.add(String.valueOf(row.row().get("id"))));
    assertThat(ids).containsExactly("2", "3", "4");
  }

  @Test
  void resumingFromACheckpointUndoesWhatCameAfterIt() {
    apply(1, inserted(line("A", 1, 7L, "x")), inserted(order(1, "a")));
    apply(2, updated(line("A", 1, 8L, "y")), inserted(line("A", 2, 7L, "z")));
    store.apply(version(3), List.of(inserted(line("A", 9, 9L, "n"))), Set.of(LINES));
    apply(4, deleted(orderKey(1)));
    store.resumeFrom(version(1));
    assertThat(lines(BY_ORDER, 7L)).containsExactly(lineKey("A", 1));
    assertThat(lines(BY_ORDER, 8L)).isEmpty();
    assertThat(lines(BY_ORDER, 9L)).isEmpty();
    assertThat(status(1)).isEqualTo("a");
    assertThat(store.position()).contains(version(1));
    assertThat(store.statistics().rows()).containsEntry(ORDERS, 1L).containsEntry(LINES, 1L);
  }

  @Test
  void goingBackToJustBeforeATransactionMakesItsReplayAFirstRun() {
    apply(1, inserted(line("A", 1, 7L, "x")), inserted(line("A", 2, 7L, "y")));
    RowChange reparented = updated(line("A", 1, 8L, Unavailable.UNAVAILABLE));
    List<AppliedChange> first = apply(2, reparented, deleted(lineKey("A", 2)));
    apply(3, updated(line("A", 1, 9L, "z")), inserted(line("A", 2, 9L, "again")));
    Version justBefore = new Version(0, 2, 0);
    store.resumeFrom(justBefore);
    assertThat(store.position()).contains(justBefore);
    assertThat(lines(BY_ORDER, 7L)).containsExactly(lineKey("A", 1), lineKey("A", 2));
    assertThat(apply(2, reparented, deleted(lineKey("A", 2)))).isEqualTo(first);
    assertThat(store.position()).contains(version(2));
    assertThat(lines(BY_ORDER, 8L)).containsExactly(lineKey("A", 1));
    assertThat(lines(BY_ORDER, 7L)).isEmpty();
  }

  @Test
  void goingBackAgainAndAgainEndsTheSame() {
    apply(1, inserted(order(1, "a")));
    for (int i = 0; i < 3; i++) {
      apply(2, updated(order(1, "b")), inserted(order(2, "b")));
      apply(3, deleted(orderKey(1)));
      store.resumeFrom(version(2));
      store.resumeFrom(version(2));
      assertThat(status(1)).isEqualTo("b");
      store.resumeFrom(version(1));
      assertThat(status(1)).isEqualTo("a");
      assertThat(store.get(orderKey(2))).isNull();
      assertThat(store.statistics().rows()).containsEntry(ORDERS, 1L);
    }
  }

  @Test
  void goingBackToThePositionChangesNothing() {
    apply(1, inserted(order(1, "a")));
    store.resumeFrom(version(1));
    assertThat(store.position()).contains(version(1));
    assertThat(status(1)).isEqualTo("a");
  }

  @Test
  void goingBackBeforeATransactionInPartsUndoesAllOfThem() {
    apply(1, inserted(order(1, "a")), inserted(order(2, "a")));
    store.apply(new Version(0, 2, 10), List.of(updated(order(1, "b"))), Set.of(LINES));
    store.apply(new Version(0, 2, 20), List.of(updated(order(2, "b"))), Set.of());
    store.resumeFrom(new Version(0, 2, 0));
    assertThat(status(1)).isEqualTo("a");
    assertThat(status(2)).isEqualTo("a");
    Version otherwiseCut = new Version(0, 2, 15);
    assertThat(store.apply(otherwiseCut, List.of(updated(order(1, "b"))), Set.of(LINES)))
        .extracting(change -> change.before() == null ? null : change.before().get("status"))
        .containsExactly("a");
  }

  @Test
  void whatWasUndoneCanBePurgedWithItsReplay() {
    apply(1, inserted(order(1, "a")), inserted(order(2, "a")));
    apply(2, deleted(orderKey(1)));
    store.resumeFrom(version(1));
    apply(2, deleted(orderKey(2)));
    store.purge(version(2));
    assertThat(status(1)).isEqualTo("a");
    assertThat(store.get(orderKey(2))).isNull();
    assertThat(store.statistics().rows()).containsEntry(ORDERS, 1L);
  }

  @Test
  void goingBackAndOnOutlivesAReopening() {
    apply(1, inserted(order(1, "a")));
    apply(2, updated(order(1, "b")));
    store.resumeFrom(version(1));
    reopen(KEPT);
    assertThat(store.position()).contains(version(1));
    assertThat(status(1)).isEqualTo("a");
    store.resumeFrom(version(1));
    apply(2, updated(order(1, "c")));
    assertThat(status(1)).isEqualTo("c");
  }

  @Test
  void aStoreBehindTheCheckpointIsRefused() {
    apply(1, inserted(order(1, "a")));
    assertThatThrownBy(() -> store.resumeFrom(version(2)))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("ROW-STORE-BEHIND")
        .hasMessageContaining("--reload");
  }

  @Test
  void aCheckpointBeforeWhatWasPurgedIsRefused() {
    apply(1, inserted(order(1, "a")));
    apply(2, updated(order(1, "b")));
    store.purge(version(2));
    assertThatThrownBy(() -> store.resumeFrom(version(1)))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("ROW-STORE-AHEAD");
  }

  @Test
  void purgingKeepsWhatWasRemovedOrMadeSince() {
    apply(1, inserted(order(1, "a")), inserted(order(2, "b")));
    apply(2, deleted(orderKey(1)), deleted(orderKey(2)));
    apply(3, inserted(order(1, "again")));
    apply(4, deleted(orderKey(2)));
    store.purge(version(3));
    assertThat(status(1)).isEqualTo("again");
    apply(3, inserted(order(2, "late")));
    assertThat(store.get(orderKey(2))).isNull();
  }
}
