package dev.lockstep.flow;

import static dev.lockstep.flow.Customers.item;
import static dev.lockstep.flow.Customers.key;
import static dev.lockstep.flow.Customers.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.apply.Replay;
import dev.lockstep.change.Row;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A load over items that are there: it ends with what the source says, and writes what differs. */
class ReloadTest {
  private static final Version EARLIER = new Version(0, 100, 1);
  private static final long SNAPSHOT = 500;
  private static final LoadPlan OVER_ITEMS = new LoadPlan(true, false, true);
  private static final int ENOUGH = 10_000;

  private final InMemoryItemStore items = new InMemoryItemStore(Customers.TARGET);
  private final RecordingStore store = new RecordingStore(items);

  @Test
  void only_what_differs_is_written_and_only_orphans_are_deleted() throws Exception {
    List<Row> rows = named(0, 1_000, "name");
    stand(0, 10, "old name");
    stand(10, 995, "name");
    stand(2_000, 2_005, "orphan");

    reload(rows, ENOUGH);

    assertThat(keysOf(store.writes(ItemWrite.Put.class)))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.concat(LongStream.range(0, 10), LongStream.range(995, 1_000))
                .mapToObj(Customers::key)
                .toList());
    assertThat(keysOf(store.writes(ItemWrite.Delete.class)))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(2_000, 2_005).mapToObj(Customers::key).toList());
    assertThat(store.writes(ItemWrite.class)).hasSize(20);
    assertThat(items.contents()).isEqualTo(itemsOf(0, 1_000));
  }

  @Test
  void beyond_the_keys_that_are_remembered_items_are_written_though_they_are_right()
      throws Exception {
    stand(0, 100, "name");

    reload(named(0, 100, "name"), 60);

    assertThat(store.writes(ItemWrite.Put.class)).hasSize(40);
    assertThat(store.writes(ItemWrite.Delete.class)).isEmpty();
    assertThat(items.contents()).isEqualTo(itemsOf(0, 100));
  }

  @Test
  void a_tombstone_gives_way_and_an_item_of_the_future_and_a_strangers_item_stay()
      throws Exception {
    items.attempt(new ItemWrite.Tombstone(key(1), EARLIER, 1));
    Version future = new Version(0, SNAPSHOT + 1, 1);
    items.attempt(new ItemWrite.Put(new Item(key(2), item(2, "name2 of later")), future, 1));
    items.attempt(new ItemWrite.Tombstone(key(3), future, 1));
    items.putForeign(new ItemKey(Customers.TARGET, new Value.Text("stranger"), null), Map.of());

    reload(named(1, 4, "name"), ENOUGH);

    assertThat(items.contents())
        .containsEntry(key(1), item(1, "name1"))
        .containsEntry(key(2), item(2, "name2 of later"))
        .doesNotContainKey(key(3))
        .hasSize(3);
  }

  @Test
  void a_reload_that_the_source_begins_again_looks_at_every_item_again() throws Exception {
    stand(0, 10, "name");
    try (Inside inside = inside(ENOUGH)) {
      inside.deliver(Customers.snapshot(SNAPSHOT, 4, named(0, 10, "name")).subList(0, 3));
      inside.deliver(Customers.snapshot(SNAPSHOT + 1, 4, named(0, 9, "name")));
    }
    assertThat(store.writes(ItemWrite.Put.class)).isEmpty();
    assertThat(items.contents()).isEqualTo(itemsOf(0, 9));
  }

  @Test
  void after_an_unclean_stop_nothing_is_compared_before_late_writes_are_past() throws Exception {
    Duration horizon = Duration.ofMillis(300);
    stand(0, 1, "name");
    ApplyOptions options =
        ApplyOptions.defaults().with(new Replay(EARLIER, horizon)).withLateWriteHorizon(horizon);
    try (Inside inside =
        new Inside(store, Customers.plan(), OVER_ITEMS, Optional.empty(), null, options, ENOUGH)) {
      long begun = System.nanoTime();
      inside.deliver(Customers.snapshot(SNAPSHOT, 1, named(0, 1, "name")));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(horizon.dividedBy(2));
    }
    assertThat(store.writes(ItemWrite.Put.class)).isEmpty();
  }

  @Test
  void a_first_load_reads_nothing_and_writes_everything() throws Exception {
    try (Inside inside =
        new Inside(
            store,
            Customers.plan(),
            new LoadPlan(true, true, false),
            Optional.empty(),
            null,
            ApplyOptions.defaults(),
            ENOUGH)) {
      inside.deliver(Customers.snapshot(SNAPSHOT, 7, named(0, 50, "name")));
    }
    assertThat(store.writes(ItemWrite.Put.class)).hasSize(50);
  }

  private void reload(List<Row> rows, int maxUnchangedKeys) throws InterruptedException {
    try (Inside inside = inside(maxUnchangedKeys)) {
      inside.deliver(Customers.snapshot(SNAPSHOT, 64, rows));
      assertThat(inside.checkpoint()).isPresent();
    }
  }

  private Inside inside(int maxUnchangedKeys) {
    return new Inside(
        store,
        Customers.plan(),
        OVER_ITEMS,
        Optional.empty(),
        null,
        ApplyOptions.defaults(),
        maxUnchangedKeys);
  }

  private void stand(long from, long to, String prefix) {
    for (long id = from; id < to; id++) {
      items.attempt(new ItemWrite.Put(new Item(key(id), item(id, prefix + id)), EARLIER, 1));
    }
  }

  private static Map<ItemKey, Map<String, Value>> itemsOf(long from, long to) {
    Map<ItemKey, Map<String, Value>> all = new HashMap<>();
    LongStream.range(from, to).forEach(id -> all.put(key(id), item(id, "name" + id)));
    return all;
  }

  private static List<ItemKey> keysOf(List<? extends ItemWrite> writes) {
    return writes.stream().map(ItemWrite::key).toList();
  }
}
