package dev.lockstep.mapping;

import static dev.lockstep.mapping.HandRows.row;
import static dev.lockstep.mapping.HandRows.rowKey;
import static dev.lockstep.mapping.HandRows.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.Row;
import dev.lockstep.change.UnnettableException;
import dev.lockstep.item.ItemWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What changes many items flows in slices, and ends with the same items. */
class SlicesTest {
  private static final int CUSTOMERS = 10;
  private static final long ANY_SIZE = Long.MAX_VALUE;

  private final HandJoins joins = new HandJoins();

  @Test
  void noSliceHasMoreItemsThanAllowed() {
    MappedWorld world = world(new MapperOptions(100, 3, ANY_SIZE));

    world.update(rowKey("products", 7), row("products", 7, "ink", null), Set.of());
    world.commit();

    assertThat(world.sliceSizes).allMatch(size -> size <= 3).hasSizeGreaterThan(2);
    assertThat(world.writes).hasSize(2 * CUSTOMERS);
    assertThat(world.items).isEqualTo(joins.expected(world.rows));
  }

  @Test
  void asManyItemsAsFitAreOneSlice() {
    MappedWorld world = world(new MapperOptions(100, 2 * CUSTOMERS, ANY_SIZE));

    world.update(rowKey("products", 7), row("products", 7, "ink", null), Set.of());
    world.commit();

    assertThat(world.sliceSizes).containsExactly(2 * CUSTOMERS);
  }

  @Test
  void howLargeASliceIsCanBeAskedWhileItIsTaken() {
    MappedWorld world = world(new MapperOptions(100, 3, ANY_SIZE));
    int before = world.itemsInUse.size();

    world.update(rowKey("products", 7), row("products", 7, "ink", null), Set.of());
    world.commit();

    assertThat(world.itemsInUse.subList(before, world.itemsInUse.size()))
        .isEqualTo(world.sliceSizes);
    assertThat(world.mapper.use().sliceItems()).isZero();
  }

  @Test
  void keysThatGoRoundAreAllPutAndOnlyTheOneThatNobodyTookIsDeleted() {
    MappedWorld world = world(new MapperOptions(100, 3, ANY_SIZE));

    shiftRegions(world);
    world.commit();

    assertThat(seats(world, ItemWrite.Put.class)).hasSize(CUSTOMERS).contains("all/R#r10");
    assertThat(seats(world, ItemWrite.Delete.class)).containsExactly("all/R#r0");
    assertThat(world.items).isEqualTo(joins.expected(world.rows));
  }

  @Test
  void nothingIsDeletedBeforeAllIsPut() {
    MappedWorld world = world(new MapperOptions(100, 3, ANY_SIZE));

    shiftRegions(world);
    world.commit();

    List<Boolean> deletes =
        world.writes.stream().map(write -> write instanceof ItemWrite.Delete).toList();
    assertThat(deletes.subList(0, deletes.indexOf(true))).containsOnly(false);
    assertThat(deletes.subList(deletes.indexOf(true), deletes.size())).containsOnly(true);
  }

  @Test
  void moreKeysThatChangeHandsThanMayBeRememberedAreRefused() {
    MappedWorld world = world(new MapperOptions(2, 3, ANY_SIZE));

    shiftRegions(world);

    assertThatThrownBy(world::commit).isInstanceOf(UnnettableException.class);
  }

  @Test
  void keysThatStayNeedNoMemory() {
    MappedWorld world = world(new MapperOptions(1, 3, ANY_SIZE));

    for (long id = 0; id < CUSTOMERS; id++) {
      world.update(
          rowKey("customers", id),
          with(world.rows.get(rowKey("customers", id)), "name", "Zoe"),
          Set.of());
    }
    world.commit();

    assertThat(world.items).isEqualTo(joins.expected(world.rows));
  }

  @Test
  void aSliceEndsWhenItsItemsAreLarge() {
    MappedWorld world = world(new MapperOptions(100, 10_000, 1000));

    for (long id = 1000; id < 1400; id++) {
      world.insert(row("people", id, null, "x".repeat(200)));
    }
    world.commit();

    assertThat(world.sliceSizes).hasSizeGreaterThan(3).allMatch(size -> size <= 105);
    assertThat(world.items).isEqualTo(joins.expected(world.rows));
  }

  @Test
  void twoRowsOfOneKeyAreBothBadRowsOfTheirItemType() {
    MappedWorld world = world(MapperOptions.defaults());

    world.insert(row("customers", 50, "Ada", "r3"));
    world.update(
        rowKey("customers", 3),
        with(world.rows.get(rowKey("customers", 3)), "name", "b"),
        Set.of());
    world.commit();

    assertThat(Scenario.badRows(world))
        .containsExactlyInAnyOrder(
            "KEY-COLLISION " + rowKey("customers", 3) + " seat",
            "KEY-COLLISION " + rowKey("customers", 50) + " seat");
  }

  /** Each customer takes the region that another one has just left. */
  private static void shiftRegions(MappedWorld world) {
    for (long id = CUSTOMERS - 1; id >= 0; id--) {
      Row before = world.rows.get(rowKey("customers", id));
      world.update(rowKey("customers", id), with(before, "region", "r" + (id + 1)), Set.of());
    }
  }

  private static List<String> seats(MappedWorld world, Class<? extends ItemWrite> kind) {
    return world.writes.stream()
        .filter(kind::isInstance)
        .map(write -> write.key().toString())
        .filter(key -> key.startsWith("all/R#"))
        .toList();
  }

  /**
   * Customers with an order of one line each, all of one product; loaded, which flows in slices
   * too.
   */
  private MappedWorld world(MapperOptions options) {
    MappedWorld world = joins.world(options);
    List<Row> rows = new ArrayList<>();
    rows.add(row("products", 7, "pen", null));
    for (long id = 0; id < CUSTOMERS; id++) {
      rows.add(row("customers", id, "Ada", "r" + id));
      rows.add(row("orders", id, id, "new", null));
      rows.add(row("lines", id, id, 7, 1));
    }
    world.load(rows);
    assertThat(world.items).isEqualTo(joins.expected(world.rows)).hasSize(3 * CUSTOMERS);
    assertThat(world.writes).hasSize(3 * CUSTOMERS);
    assertThat(world.sliceSizes).allMatch(size -> size <= options.sliceItems());
    world.writes.clear();
    world.sliceSizes.clear();
    return world;
  }
}
