package dev.lockstep.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.Version;
import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.item.WriteOutcome.Applied;
import dev.lockstep.item.WriteOutcome.Refused;
import dev.lockstep.item.WriteOutcome.Rejected;
import dev.lockstep.item.WriteOutcome.Superseded;
import dev.lockstep.item.WriteOutcome.Unusable;
import dev.lockstep.problem.LockstepException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ItemStore} does. Keys are unique to a test, so one server serves them all. */
public abstract class ItemStoreContract {
  /** Partition key {@code pk} (S), sort key {@code sk} (S). */
  protected static final TableSpec SORTED =
      new TableSpec(
          "contract-sorted",
          new KeyAttribute("pk", KeyType.S),
          new KeyAttribute("sk", KeyType.S),
          List.of());

  /** Partition key {@code id} (N) alone. */
  protected static final TableSpec FLAT =
      new TableSpec("contract-flat", new KeyAttribute("id", KeyType.N), null, List.of());

  private static final Version V1 = new Version(0, 1_000, 1);
  private static final Version V2 = new Version(0, 1_000, 2);
  private static final Version V3 = new Version(1, 5, 0);
  private static final String NOWHERE = "contract-nowhere";

  private final String partition = UUID.randomUUID().toString();
  private final ItemKey key = key("a");

  /** The store under test, over the tables {@link #SORTED} and {@link #FLAT}, which exist. */
  protected abstract ItemStore store();

  /** Writes an item as a stranger would: no condition, no bookkeeping but what is given. */
  protected abstract void putForeign(ItemKey key, Map<String, Value> attributes);

  @Test
  void a_put_makes_a_missing_item() {
    assertThat(write(put(key, V1, "one"))).isInstanceOf(Applied.class);
    assertThat(content(key)).isEqualTo(Map.of("name", new Value.Text("one")));
    assertThat(stored(key).orElseThrow().version()).isEqualTo(V1.toDecimal());
    assertThat(stored(key).orElseThrow().commitMicros()).isEqualTo(7);
    assertThat(stored(key).orElseThrow().tombstone()).isFalse();
  }

  @Test
  void every_kind_of_value_comes_back_as_it_was() {
    Map<String, Value> all = everyKindOfValue();
    write(new ItemWrite.Put(new Item(key, all), V1, 7));
    assertThat(content(key)).isEqualTo(all);
  }

  @Test
  void a_table_without_a_sort_key_holds_items_under_numbers() {
    ItemKey flat = new ItemKey(FLAT.name(), new Value.Num(digits()), null);
    assertThat(write(put(flat, V1, "one"))).isInstanceOf(Applied.class);
    assertThat(content(flat)).containsEntry("name", new Value.Text("one"));
  }

  @Test
  void a_newer_put_replaces_the_whole_item() {
    write(new ItemWrite.Put(new Item(key, Map.of("old", new Value.Num("1"))), V1, 7));
    assertThat(write(put(key, V2, "two"))).isInstanceOf(Applied.class);
    assertThat(content(key)).isEqualTo(Map.of("name", new Value.Text("two")));
  }

  @Test
  void versions_are_compared_as_numbers_of_thirty_eight_digits() {
    Version high = new Version(999_999, -1L, 999_999_999_998L);
    Version higher = new Version(999_999, -1L, 999_999_999_999L);
    write(put(key, high, "one"));
    assertThat(write(put(key, higher, "two"))).isInstanceOf(Applied.class);
    assertThat(superseded(write(put(key, high, "x"))).stored()).isEqualTo(higher.toDecimal());
    assertThat(stored(key).orElseThrow().version()).isEqualTo(higher.toDecimal());
  }

  @Test
  void nothing_of_an_equal_or_older_version_takes_effect() {
    write(put(key, V2, "two"));
    for (Version version : List.of(V1, V2)) {
      for (ItemWrite stale : everyWrite(version)) {
        assertThat(superseded(write(stale)).stored()).isEqualTo(V2.toDecimal());
      }
    }
    assertThat(content(key)).isEqualTo(Map.of("name", new Value.Text("two")));
  }

  @Test
  void a_patch_changes_what_it_names_and_keeps_the_rest() {
    write(new ItemWrite.Put(item("a", "1", "b", "2", "c", "3"), V1, 7));
    ItemWrite patch = new ItemWrite.Patch(key, item("b", "9").attributes(), Set.of("c"), V2, 8);
    assertThat(write(patch)).isInstanceOf(Applied.class);
    assertThat(content(key)).isEqualTo(item("a", "1", "b", "9").attributes());
    assertThat(stored(key).orElseThrow().version()).isEqualTo(V2.toDecimal());
    assertThat(stored(key).orElseThrow().commitMicros()).isEqualTo(8);
  }

  @Test
  void a_patch_of_nothing_moves_the_version() {
    write(put(key, V1, "one"));
    write(new ItemWrite.Patch(key, Map.of(), Set.of(), V2, 8));
    assertThat(content(key)).isEqualTo(Map.of("name", new Value.Text("one")));
    assertThat(stored(key).orElseThrow().version()).isEqualTo(V2.toDecimal());
  }

  @Test
  void a_patch_never_makes_an_item() {
    assertThat(superseded(write(patch(V1))).stored()).isNull();
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void a_patch_leaves_a_strangers_item_alone() {
    putForeign(key, item("name", "theirs").attributes());
    assertThat(superseded(write(patch(V1))).stored()).isNull();
    assertThat(content(key)).isEqualTo(item("name", "theirs").attributes());
  }

  @Test
  void a_patch_never_revives_a_tombstone() {
    write(new ItemWrite.Tombstone(key, V1, 7));
    assertThat(superseded(write(patch(V2))).stored()).isEqualTo(V1.toDecimal());
    assertThat(stored(key).orElseThrow().tombstone()).isTrue();
  }

  @Test
  void a_delete_removes_an_older_item() {
    write(put(key, V1, "one"));
    assertThat(write(new ItemWrite.Delete(key, V2, 8))).isInstanceOf(Applied.class);
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void a_delete_of_a_missing_item_is_applied() {
    assertThat(write(new ItemWrite.Delete(key, V1, 7))).isInstanceOf(Applied.class);
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void a_tombstone_takes_the_place_of_an_item_or_of_nothing() {
    write(put(key, V1, "one"));
    assertThat(write(new ItemWrite.Tombstone(key, V2, 8))).isInstanceOf(Applied.class);
    assertThat(write(new ItemWrite.Tombstone(key("b"), V2, 8))).isInstanceOf(Applied.class);
    for (ItemKey dead : List.of(key, key("b"))) {
      ItemStore.StoredItem tombstone = stored(dead).orElseThrow();
      assertThat(tombstone.tombstone()).isTrue();
      assertThat(tombstone.version()).isEqualTo(V2.toDecimal());
      assertThat(tombstone.commitMicros()).isEqualTo(8);
      assertThat(tombstone.item().attributes()).isEmpty();
    }
  }

  @Test
  void a_tombstone_holds_off_older_puts_and_gives_way_to_newer_ones() {
    write(new ItemWrite.Tombstone(key, V2, 8));
    assertThat(superseded(write(put(key, V1, "late"))).stored()).isEqualTo(V2.toDecimal());
    assertThat(write(put(key, V3, "new"))).isInstanceOf(Applied.class);
    assertThat(stored(key).orElseThrow().tombstone()).isFalse();
    assertThat(content(key)).isEqualTo(Map.of("name", new Value.Text("new")));
  }

  @Test
  void a_newer_delete_removes_a_tombstone() {
    write(new ItemWrite.Tombstone(key, V1, 7));
    assertThat(write(new ItemWrite.Delete(key, V2, 8))).isInstanceOf(Applied.class);
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void a_burial_removes_the_tombstone_of_exactly_its_version() {
    write(new ItemWrite.Tombstone(key, V2, 8));
    assertThat(superseded(write(bury(V1))).stored()).isEqualTo(V2.toDecimal());
    assertThat(superseded(write(bury(V3))).stored()).isEqualTo(V2.toDecimal());
    assertThat(write(bury(V2))).isInstanceOf(Applied.class);
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void a_burial_leaves_items_alone_and_finds_nothing_where_nothing_is() {
    write(put(key, V1, "one"));
    assertThat(superseded(write(bury(V1))).stored()).isEqualTo(V1.toDecimal());
    assertThat(content(key)).isNotEmpty();
    assertThat(superseded(write(new ItemWrite.Bury(key("b"), V1, 7))).stored()).isNull();
  }

  @Test
  void puts_and_deletes_take_over_a_strangers_item_without_a_version() {
    putForeign(key, item("x", "1").attributes());
    putForeign(key("b"), item("x", "1").attributes());
    assertThat(stored(key).orElseThrow().version()).isNull();
    assertThat(write(put(key, V1, "ours"))).isInstanceOf(Applied.class);
    assertThat(content(key)).isEqualTo(Map.of("name", new Value.Text("ours")));
    assertThat(write(new ItemWrite.Delete(key("b"), V1, 7))).isInstanceOf(Applied.class);
    assertThat(stored(key("b"))).isEmpty();
  }

  @Test
  void a_strangers_version_of_another_type_stops_every_write_and_shows_as_none() {
    Map<String, Value> theirs = Map.of(Bookkeeping.VERSION, new Value.Text("tuesday"));
    putForeign(key, theirs);
    for (ItemWrite write : everyWrite(V3)) {
      assertThat(superseded(write(write)).stored()).isNull();
    }
    assertThat(stored(key).orElseThrow().version()).isNull();
  }

  @Test
  void a_strangers_number_that_is_no_version_is_shown_as_it_stands() {
    String huge = "9".repeat(38);
    putForeign(key, Map.of(Bookkeeping.VERSION, new Value.Num(huge)));
    assertThat(superseded(write(put(key, V3, "ours"))).stored()).isEqualTo(huge);
    assertThat(stored(key).orElseThrow().version()).isEqualTo(huge);
  }

  @Test
  void applied_writes_report_their_write_units() {
    Map<String, Value> big = item("name", "x".repeat(3_000)).attributes();
    WriteOutcome outcome = write(new ItemWrite.Put(new Item(key, big), V1, 7));
    assertThat(outcome)
        .isInstanceOfSatisfying(Applied.class, it -> assertThat(it.units()).isBetween(3.0, 4.0));
    assertThat(superseded(write(put(key, V1, "x"))).units()).isBetween(3.0, 4.0);
  }

  @Test
  void an_item_over_the_limit_is_rejected() {
    Map<String, Value> huge = item("name", "x".repeat(420_000)).attributes();
    assertThat(write(new ItemWrite.Put(new Item(key, huge), V1, 7))).isInstanceOf(Rejected.class);
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void an_empty_key_is_rejected() {
    assertThat(write(put(key(""), V1, "one"))).isInstanceOf(Rejected.class);
  }

  @Test
  void a_missing_table_is_unusable() {
    ItemKey nowhere = new ItemKey(NOWHERE, new Value.Text("a"), new Value.Text("b"));
    assertThat(write(put(nowhere, V1, "one"))).isInstanceOf(Unusable.class);
    assertThatThrownBy(() -> store().scan(NOWHERE, item -> {}))
        .isInstanceOf(LockstepException.class);
  }

  @Test
  void a_batch_overwrites_whatever_is_there() {
    write(put(key("0"), V3, "newer"));
    putForeign(key("1"), Map.of(Bookkeeping.VERSION, new Value.Text("tuesday")));
    List<WriteOutcome> outcomes = store().putAll(puts(ItemStore.MAX_BATCH, V1)).join();
    assertThat(outcomes).hasSize(ItemStore.MAX_BATCH).allMatch(it -> it instanceof Applied);
    for (int i = 0; i < ItemStore.MAX_BATCH; i++) {
      assertThat(stored(key(Integer.toString(i))).orElseThrow().version())
          .isEqualTo(V1.toDecimal());
      assertThat(content(key(Integer.toString(i))))
          .isEqualTo(Map.of("name", new Value.Text("batch " + i)));
    }
  }

  @Test
  void a_batch_with_one_bad_item_changes_nothing_and_is_refused_as_a_whole() {
    List<ItemWrite.Put> puts = new ArrayList<>(puts(3, V1));
    puts.add(put(key(""), V1, "bad"));
    assertThat(store().putAll(puts).join()).hasSize(4).allMatch(it -> it instanceof Refused);
    assertThat(stored(key("0"))).isEmpty();
  }

  @Test
  void a_batch_of_nothing_is_nothing() {
    assertThat(store().putAll(List.of()).join()).isEmpty();
  }

  @Test
  void what_is_no_batch_is_an_error_of_the_caller() {
    ItemKey flat = new ItemKey(FLAT.name(), new Value.Num(digits()), null);
    List<List<ItemWrite.Put>> wrong =
        List.of(
            puts(ItemStore.MAX_BATCH + 1, V1),
            List.of(put(key, V1, "one"), put(key, V2, "two")),
            List.of(put(key, V1, "one"), put(flat, V1, "two")));
    for (List<ItemWrite.Put> puts : wrong) {
      assertThatThrownBy(() -> store().putAll(puts)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_scan_shows_items_and_tombstones() throws InterruptedException {
    store().putAll(puts(20, V1)).join();
    write(new ItemWrite.Tombstone(key("0"), V2, 8));
    Map<ItemKey, Boolean> seen = new HashMap<>();
    store()
        .scan(
            SORTED.name(),
            item -> {
              if (item.item().key().partition().equals(key.partition())) {
                assertThat(seen.put(item.item().key(), item.tombstone())).isNull();
              }
            });
    assertThat(seen).hasSize(20).containsEntry(key("0"), true).containsEntry(key("1"), false);
  }

  private WriteOutcome write(ItemWrite write) {
    return store().write(write).join();
  }

  private Optional<ItemStore.StoredItem> stored(ItemKey key) {
    return store().read(key).join();
  }

  private Map<String, Value> content(ItemKey key) {
    return stored(key).orElseThrow().item().attributes();
  }

  private static Superseded superseded(WriteOutcome outcome) {
    assertThat(outcome).isInstanceOf(Superseded.class);
    return (Superseded) outcome;
  }

  private List<ItemWrite> everyWrite(Version version) {
    return List.of(
        put(key, version, "stale"),
        new ItemWrite.Patch(key, item("name", "stale").attributes(), Set.of(), version, 9),
        new ItemWrite.Delete(key, version, 9),
        new ItemWrite.Tombstone(key, version, 9),
        new ItemWrite.Bury(key, version, 9));
  }

  private ItemWrite patch(Version version) {
    return new ItemWrite.Patch(key, item("name", "new").attributes(), Set.of("x"), version, 9);
  }

  private ItemWrite bury(Version version) {
    return new ItemWrite.Bury(key, version, 9);
  }

  private static ItemWrite.Put put(ItemKey key, Version version, String name) {
    return new ItemWrite.Put(new Item(key, Map.of("name", new Value.Text(name))), version, 7);
  }

  private List<ItemWrite.Put> puts(int count, Version version) {
    return IntStream.range(0, count)
        .mapToObj(i -> put(key(Integer.toString(i)), version, "batch " + i))
        .toList();
  }

  private ItemKey key(String sort) {
    return new ItemKey(SORTED.name(), new Value.Text(partition), new Value.Text(sort));
  }

  private Item item(String... namesAndTexts) {
    Map<String, Value> attributes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      attributes.put(namesAndTexts[i], new Value.Text(namesAndTexts[i + 1]));
    }
    return new Item(key, attributes);
  }

  private static String digits() {
    return Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1);
  }

  private static Map<String, Value> everyKindOfValue() {
    ByteBuffer bytes = ByteBuffer.wrap("bytes".getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    Value text = new Value.Text("äöü ∑ 😀");
    return Map.of(
        "text", text,
        "empty", new Value.Text(""),
        "number", new Value.Num("-12345678901234567890.123456789012345678"),
        "binary", new Value.Binary(bytes),
        "bool", new Value.Bool(false),
        "null", new Value.Null(),
        "list", new Value.ListOf(List.of(text, new Value.ListOf(List.of()))),
        "map", new Value.MapOf(Map.of("in", text, "none", new Value.MapOf(Map.of()))),
        "texts", new Value.TextSet(Set.of("a", "b")),
        "numbers", new Value.NumSet(Set.of("1", "2.5")));
  }
}
