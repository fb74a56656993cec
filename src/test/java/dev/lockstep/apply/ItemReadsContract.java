package dev.lockstep.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.apply.ItemReads.Answer;
import dev.lockstep.apply.ItemReads.Batch;
import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.apply.ItemReads.Page;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every way of reading many items at once keeps to. */
public abstract class ItemReadsContract {
  /** A table with a sort key. */
  protected static final TableSpec SORTED =
      new TableSpec(
          "reads-sorted",
          new KeyAttribute("pk", KeyType.S),
          new KeyAttribute("sk", KeyType.N),
          List.of());

  /** A table without one. */
  protected static final TableSpec FLAT =
      new TableSpec("reads-flat", new KeyAttribute("id", KeyType.S), null, List.of());

  /** Reads the two tables. */
  protected abstract ItemReads reads();

  /** Puts an item, its bookkeeping included. */
  protected abstract void put(ItemKey key, Map<String, Value> attributes);

  @Test
  void itemsAreReadInBatchesAndMissingOnesAreNotThere() throws Exception {
    Map<String, Value> content =
        Map.of(
            "name", new Value.Text("a"),
            "list", new Value.ListOf(List.of(new Value.Num("1.5"), new Value.Null())));
    List<ItemKey> keys = new ArrayList<>();
    for (int i = 0; i < ItemReads.MAX_BATCH; i++) {
      keys.add(sorted("batch", i));
      if (i % 2 == 0) {
        put(keys.get(i), with(content, "_v", new Value.Num("7"), "_ts", new Value.Num("9")));
      }
    }

    for (boolean consistent : new boolean[] {true, false}) {
      Batch batch = given(reads().read(keys, consistent).get());
      assertThat(batch.found()).hasSize(ItemReads.MAX_BATCH / 2);
      assertThat(batch.found())
          .contains(new Found(new Item(keys.get(2), content), new Value.Num("7"), false));
      assertThat(batch.unprocessed()).isEmpty();
      assertThat(batch.units()).isPositive();
    }
  }

  @Test
  void bookkeepingIsShownAsItIs() throws Exception {
    ItemKey stranger = flat("stranger");
    ItemKey odd = flat("odd");
    ItemKey dead = flat("dead");
    put(stranger, Map.of());
    put(odd, Map.of("_v", new Value.Text("x")));
    put(dead, Map.of("_v", new Value.Num("3"), "_deleted", new Value.Bool(true)));

    assertThat(given(reads().read(List.of(stranger, odd, dead), true).get()).found())
        .containsExactlyInAnyOrder(
            new Found(new Item(stranger, Map.of()), null, false),
            new Found(new Item(odd, Map.of()), new Value.Text("x"), false),
            new Found(new Item(dead, Map.of()), new Value.Num("3"), true));
  }

  @Test
  void theSegmentsOfATableAreAllOfItsKeysOnce() throws Exception {
    List<Found> wanted = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ItemKey key = sorted("scan" + i % 17, i);
      put(key, Map.of("_v", new Value.Num("5"), "big", new Value.Text("x".repeat(20_000))));
      wanted.add(new Found(new Item(key, Map.of()), new Value.Num("5"), false));
    }

    List<Found> seen = new ArrayList<>();
    for (int segment = 0; segment < 3; segment++) {
      ItemKey after = null;
      do {
        Page page = given(reads().keys(SORTED.name(), segment, 3, after).get());
        page.found().stream()
            .filter(found -> ItemKey.text(found.item().key().partition()).startsWith("scan"))
            .forEach(seen::add);
        after = page.next();
      } while (after != null);
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void aBatchIsOfSomeKeysAndNotTooMany() {
    List<ItemKey> many = new ArrayList<>();
    for (int i = 0; i <= ItemReads.MAX_BATCH; i++) {
      many.add(flat("k" + i));
    }
    assertThatThrownBy(() -> reads().read(many, true)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reads().read(List.of(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ItemKey sorted(String partition, int sort) {
    return new ItemKey(
        SORTED.name(), new Value.Text(partition), new Value.Num(Integer.toString(sort)));
  }

  private static ItemKey flat(String id) {
    return new ItemKey(FLAT.name(), new Value.Text(id), null);
  }

  private static Map<String, Value> with(
      Map<String, Value> content, String first, Value a, String second, Value b) {
    Map<String, Value> all = new HashMap<>(content);
    all.put(first, a);
    all.put(second, b);
    return all;
  }

  private static <T> T given(Answer<T> answer) {
    if (answer instanceof Answer.Given<T> given) {
      return given.result();
    }
    throw new AssertionError("no answer: " + answer);
  }
}
