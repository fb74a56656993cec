package dev.lockstep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int LIMIT = 10;

  private final Comparison comparison = new Comparison(LIMIT);

  @Test
  void equalItemsAreEqualInWhateverOrderTheyCome() {
    comparison.expect(item("a", Map.of("x", text("1"))));
    comparison.expect(item("b", Map.of()));
    comparison.store(stored("b", Map.of()));
    comparison.store(stored("a", Map.of("x", text("1"))));

    assertThat(comparison.verdict()).isEqualTo(new Verdict(2, 2, 0, List.of()));
  }

  @Test
  void nothingAndNothingAreEqual() {
    assertThat(comparison.verdict().isEqual()).isTrue();
  }

  @Test
  void anItemThatIsNotThereIsMissing() {
    comparison.expect(item("a", Map.of()));

    assertThat(comparison.verdict().differences())
        .containsExactly(new Difference.Missing(key("a")));
  }

  @Test
  void anItemThatNothingAsksForIsExtra() {
    comparison.store(stored("a", Map.of()));

    assertThat(comparison.verdict().differences()).containsExactly(new Difference.Extra(key("a")));
  }

  @Test
  void theSameKeyInAnotherTableIsAnotherItem() {
    comparison.expect(item("a", Map.of()));
    Item elsewhere = new Item(new ItemKey("other", text("a"), null), Map.of());
    comparison.store(new StoredItem(elsewhere, "1", 0, false));

    assertThat(comparison.verdict().differences())
        .containsExactlyInAnyOrder(
            new Difference.Missing(key("a")), new Difference.Extra(elsewhere.key()));
  }

  @Test
  void anItemWithOtherContentNamesTheAttributesButNotTheirValues() {
    comparison.expect(item("a", Map.of("same", text("1"), "gone", text("2"), "other", text("3"))));
    comparison.store(
        stored("a", Map.of("same", text("1"), "more", text("4"), "other", new Value.Num("3"))));

    assertThat(comparison.verdict().differences())
        .containsExactly(new Difference.Unequal(key("a"), List.of("gone", "more", "other")));
  }

  @Test
  void aTombstoneCountsAsNoItem() {
    comparison.expect(item("a", Map.of()));
    comparison.store(new StoredItem(item("a", Map.of()), "1", 0, true));
    comparison.store(new StoredItem(item("b", Map.of()), "1", 0, true));

    assertThat(comparison.verdict().differences())
        .containsExactly(new Difference.Missing(key("a")));
  }

  @Test
  void twoItemsWithOneKeyAreADifferenceEvenIfOneOfThemIsThere() {
    comparison.expect(item("a", Map.of("x", text("1"))));
    comparison.expect(item("a", Map.of("x", text("2"))));
    comparison.store(stored("a", Map.of("x", text("2"))));

    assertThat(comparison.verdict().differences())
        .containsExactly(new Difference.Ambiguous(key("a")));
  }

  @Test
  void allDifferencesAreCountedThoughOnlyTheFirstAreKept() {
    for (int i = 0; i < 2 * LIMIT; i++) {
      comparison.store(stored("a" + i, Map.of()));
    }

    Verdict verdict = comparison.verdict();

    assertThat(verdict.different()).isEqualTo(2 * LIMIT);
    assertThat(verdict.differences()).hasSize(LIMIT);
    assertThat(verdict.isEqual()).isFalse();
  }

  private static ItemKey key(String partition) {
    return new ItemKey("shop", text(partition), null);
  }

  private static Item item(String partition, Map<String, Value> attributes) {
    return new Item(key(partition), attributes);
  }

  private static StoredItem stored(String partition, Map<String, Value> attributes) {
    return new StoredItem(item(partition, attributes), "1", 0, false);
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }
}
