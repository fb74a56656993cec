package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.item.ItemWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which items a change of some row writes, and that they are right afterwards. */
class MarkingTest {
  private final HandJoins joins = new HandJoins();
  private final MappedWorld world = joins.world(MapperOptions.defaults());

  MarkingTest() {
    world.load(
        List.of(
            row("customers", 1, "Ada", "north"),
            row("customers", 2, "Bob", "south"),
            row("orders", 10, 1, "new", null),
            row("orders", 11, 2, "new", null),
            row("lines", 100, 10, 7, 1),
            row("lines", 101, 10, 8, 2),
            row("lines", 102, 11, 7, 3),
            row("products", 7, "pen", null),
            row("products", 8, "ink", null),
            row("people", 1, null, "Eve"),
            row("people", 2, 1, "Kim"),
            row("people", 3, 1, "Lou")));
    assertThat(world.items).isEqualTo(joins.expected(world.rows)).hasSize(9);
    world.writes.clear();
  }

  @Test
  void aChangedChildWritesTheItemsOfItsParents() {
    assertThat(written(() -> set("lines", 100, "qty", 5L)))
        .containsExactlyInAnyOrder("Put O#north#10", "Put R#north", "Put S#10");
  }

  @Test
  void aChildThatMovesWritesTheItemsOfItsOldAndItsNewParent() {
    assertThat(written(() -> set("lines", 100, "order_id", 11L)))
        .containsExactlyInAnyOrder(
            "Put O#north#10",
            "Put O#south#11",
            "Put R#north",
            "Put R#south",
            "Put S#10",
            "Put S#11");
  }

  @Test
  void aChildThatComesOrGoesWritesTheItemsOfItsParents() {
    assertThat(written(() -> world.insert(row("lines", 103, 11, 8, 1))))
        .containsExactlyInAnyOrder("Put O#south#11", "Put R#south", "Put S#11");
    assertThat(written(() -> world.delete(key("lines", 103))))
        .containsExactlyInAnyOrder("Put O#south#11", "Put R#south", "Put S#11");
  }

  @Test
  void aChildWithoutAParentWritesNothing() {
    assertThat(written(() -> world.insert(row("lines", 103, null, 8, 1)))).isEmpty();
    assertThat(written(() -> world.insert(row("lines", 104, 99, 8, 1)))).isEmpty();
  }

  @Test
  void aParentThatComesLaterFindsItsChildren() {
    written(() -> world.insert(row("lines", 104, 99, 8, 1)));

    assertThat(written(() -> world.insert(row("orders", 99, 2, "new", null))))
        .containsExactlyInAnyOrder("Put O#south#99", "Put R#south", "Put S#99");
  }

  @Test
  void aLookedUpRowWritesEveryItemThatShowsIt() {
    assertThat(written(() -> set("products", 7, "name", "quill")))
        .containsExactlyInAnyOrder(
            "Put O#north#10", "Put O#south#11", "Put R#north", "Put R#south");
  }

  @Test
  void aColumnThatNoItemReadsWritesNothing() {
    assertThat(written(() -> set("products", 7, "unread", "x"))).isEmpty();
    assertThat(written(() -> set("orders", 10, "unread", "x"))).isEmpty();
  }

  @Test
  void aLookedUpRowInTheKeyMovesTheItems() {
    assertThat(written(() -> set("customers", 1, "region", "east")))
        .containsExactlyInAnyOrder(
            "Put O#east#10", "Delete O#north#10", "Put R#east", "Delete R#north");
  }

  @Test
  void aLookedUpRowThatTheKeyNeedsMakesAndRemovesTheItems() {
    assertThat(written(() -> world.delete(key("customers", 1))))
        .containsExactlyInAnyOrder("Delete O#north#10", "Delete R#north");
    assertThat(written(() -> world.insert(row("customers", 1, "Ada", "west"))))
        .containsExactlyInAnyOrder("Put O#west#10", "Put R#west");
  }

  @Test
  void aRootThatGoesRemovesItsItemAndShowsInNoOther() {
    assertThat(written(() -> world.delete(key("orders", 10))))
        .containsExactlyInAnyOrder("Delete O#north#10", "Put R#north", "Delete S#10");
  }

  @Test
  void aRootWithAnotherKeyTakesItsItemAlong() {
    assertThat(written(() -> move("orders", 10, 20)))
        .containsExactlyInAnyOrder(
            "Put O#north#20", "Delete O#north#10", "Put R#north", "Put S#20", "Delete S#10");
  }

  @Test
  void aRootAndItsChildrenInOneTransactionAreOneWrite() {
    assertThat(
            written(
                () -> {
                  world.insert(row("orders", 12, 2, "new", null));
                  for (long id = 200; id < 220; id++) {
                    world.insert(row("lines", id, 12, 7, 1));
                  }
                }))
        .containsExactlyInAnyOrder("Put O#south#12", "Put R#south", "Put S#12");
  }

  @Test
  void aWholeFamilyThatGoesLeavesNothing() {
    assertThat(
            written(
                () -> {
                  world.delete(key("lines", 100));
                  world.delete(key("lines", 101));
                  world.delete(key("orders", 10));
                  world.delete(key("customers", 1));
                }))
        .containsExactlyInAnyOrder("Delete O#north#10", "Delete R#north", "Delete S#10");
  }

  @Test
  void aChildThatMovedWhileItsOldParentWentIsShownByTheNewOne() {
    assertThat(
            written(
                () -> {
                  set("lines", 100, "order_id", 11L);
                  world.delete(key("lines", 101));
                  world.delete(key("orders", 10));
                }))
        .containsExactlyInAnyOrder(
            "Delete O#north#10",
            "Delete S#10",
            "Put R#north",
            "Put R#south",
            "Put O#south#11",
            "Put S#11");
  }

  @Test
  void aTableThatReferencesItselfWritesTheItemsOnBothSides() {
    assertThat(written(() -> set("people", 1, "name", "Eva")))
        .containsExactlyInAnyOrder("Put P#1", "Put P#2", "Put P#3");
    assertThat(written(() -> set("people", 3, "boss_id", 2L)))
        .containsExactlyInAnyOrder("Put P#1", "Put P#2", "Put P#3");
    assertThat(written(() -> set("people", 2, "name", "Kit")))
        .containsExactlyInAnyOrder("Put P#1", "Put P#2", "Put P#3");
  }

  @Test
  void aKeyThatChangesHandsIsPutAndNotDeleted() {
    assertThat(
            written(
                () -> {
                  set("customers", 1, "region", "south");
                  set("customers", 2, "region", "north");
                }))
        .containsExactlyInAnyOrder(
            "Put O#south#10",
            "Delete O#north#10",
            "Put O#north#11",
            "Delete O#south#11",
            "Put R#south",
            "Put R#north");
  }

  @Test
  void anItemThatChangesItsTypeKeepsItsKey() {
    assertThat(written(() -> world.delete(key("lines", 101)))).contains("Put S#10");
    assertThat(world.items.get(HandRows.itemKey("S#10"))).isNotNull();
  }

  @Test
  void aTruncatedTableWritesWhatDiffersAndNothingElse() {
    assertThat(written(() -> world.delete(key("lines", 102)))).isNotEmpty();

    assertThat(written(() -> world.truncate(HandJoins.LINES)))
        .containsExactlyInAnyOrder("Put O#north#10", "Put R#north", "Put S#10");
  }

  @Test
  void aTruncatedRootRemovesItsItems() {
    assertThat(
            written(
                () -> {
                  world.truncate(HandJoins.CUSTOMERS);
                  world.insert(row("customers", 2, "Bob", "south"));
                }))
        .containsExactlyInAnyOrder("Delete O#north#10", "Delete R#north");
  }

  private interface Change {
    void make();
  }

  private List<String> written(Change change) {
    change.make();
    world.commit();
    assertThat(world.badRows).isEmpty();
    assertThat(world.items).isEqualTo(joins.expected(world.rows));
    List<String> written = new ArrayList<>();
    for (ItemWrite write : world.writes) {
      written.add(
          write.getClass().getSimpleName() + " " + write.key().toString().replace("all/", ""));
    }
    world.writes.clear();
    return written;
  }

  private static Row row(String table, @Nullable Object... values) {
    return HandRows.row(table, values);
  }

  private static RowKey key(String table, long id) {
    return HandRows.rowKey(table, id);
  }

  private void set(String table, long id, String column, @Nullable Object value) {
    Row before = world.rows.get(key(table, id));
    world.update(key(table, id), HandRows.with(before, column, value), Set.of());
  }

  private void move(String table, long from, long to) {
    Row before = world.rows.get(key(table, from));
    world.update(key(table, from), HandRows.with(before, "id", to), Set.of());
  }
}
