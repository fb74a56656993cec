package dev.lockstep.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockstep.change.TableId;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemSize;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.Index;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.Activity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private static final TableSpec TABLE =
      new TableSpec(
          "shop",
          new KeyAttribute("pk", KeyType.S),
          new KeyAttribute("sk", KeyType.S),
          List.of(new Index("by-status", new KeyAttribute("status", KeyType.S), null)));
  private static final TableId ORDERS = new TableId("public", "orders");

  private final Sampler sampler = new Sampler(TABLE);

  @Test
  void sizesAreThoseThatOccurred() {
    for (int i = 1; i <= 100; i++) {
      sampler.item(item("p" + (100 + i), "s", "x".repeat(i), null));
    }
    Sizes sizes = Objects.requireNonNull(sampler.sample().sizes());
    assertThat(sizes.max() - sizes.p99()).isEqualTo(1);
    assertThat(sizes.p99() - sizes.p50()).isEqualTo(49);
    assertThat(sizes.max()).isEqualTo(ItemSize.of(item("p200", "s", "x".repeat(100), null), TABLE));
  }

  @Test
  void anIndexThatShowsTheItemCostsAsMuchAgain() {
    sampler.item(item("a", "s", "x".repeat(3_000), null));
    assertThat(sampler.sample().unitsPerItem()).isEqualTo(3);

    sampler.item(item("b", "s", "x".repeat(3_000), "open"));
    assertThat(sampler.sample().unitsPerItem()).isEqualTo((3 + 6) / 2.0);
  }

  @Test
  void rowsThatTheConditionLeavesOutAreNoItems() {
    sampler.rows(4);
    sampler.item(item("a", "s", "", null));

    assertThat(sampler.sample().accepted()).isEqualTo(0.25);
  }

  @Test
  void aPartitionKeyThatManyItemsShareIsHotAndOneOfManyIsNot() {
    for (int i = 0; i < 60; i++) {
      sampler.item(item(i < 20 ? "big" : "p" + i, "s" + i, "", null));
    }

    assertThat(sampler.sample().hot())
        .singleElement()
        .satisfies(
            hot -> {
              assertThat(hot.partition()).isEqualTo(new Value.Text("big"));
              assertThat(hot.share()).isCloseTo(1.0 / 3, within(1e-9));
            });
  }

  @Test
  void itIsWarnedOfHotPartitionsOnlyWhereTheyAreALoad() {
    for (int i = 0; i < 10; i++) {
      sampler.item(item("big", "s" + i, "", null));
    }

    assertThat(warnings(100)).isEmpty();
    assertThat(warnings(5_000)).containsExactly("PARTITION-HOT");
  }

  @Test
  void itIsWarnedOfItemsNearTheLimitAndOfKeysThatTwoRowsHave() {
    sampler.item(item("a", "s", "x".repeat(300 * 1024), null));
    sampler.item(item("a", "s", "y", null));

    assertThat(warnings(100)).containsExactly("ITEM-SIZE-NEAR-LIMIT", "KEY-SHARED");
  }

  @Test
  void nothingIsSaidOfATypeOfWhichNothingWasSampled() {
    assertThat(sampler.sample().sizes()).isNull();
    assertThat(warnings(5_000)).isEmpty();
  }

  @Test
  void ratesArePerSecondNowAndSinceTheSourceCounts() {
    Activity before = activity(100_000_000, 1_000);
    Activity after = activity(105_000_000, 1_010);

    ChangeRate rate = ChangeRate.between(before, after, ORDERS);
    assertThat(rate.now()).isCloseTo(2, within(1e-9));
    assertThat(rate.average()).isCloseTo(1_010 / 105.0, within(1e-9));
    assertThat(rate.best()).isEqualTo(rate.now());
  }

  @Test
  void withoutWatchingThereIsOnlyTheAverage() {
    Activity moment = activity(100_000_000, 1_000);

    ChangeRate rate = ChangeRate.between(moment, moment, ORDERS);
    assertThat(rate.now()).isNull();
    assertThat(rate.best()).isEqualTo(10);
  }

  @Test
  void countersThatWereResetAreNoNegativeRate() {
    ChangeRate rate = ChangeRate.between(activity(0, 50), activity(10_000_000, 5), ORDERS);

    assertThat(rate.now()).isZero();
  }

  private List<String> warnings(long items) {
    TypeEstimate estimate = new TypeEstimate(items, null, null, null);
    return Warnings.of("order", sampler.sample(), estimate).stream().map(Problem::code).toList();
  }

  private static Activity activity(long micros, long updates) {
    return new Activity(micros, 0L, Map.of(ORDERS, new Activity.Counters(0, updates, 0)));
  }

  private static Item item(String pk, String sk, String text, @Nullable String status) {
    ItemKey key = new ItemKey("shop", new Value.Text(pk), new Value.Text(sk));
    Value content = new Value.Text(text);
    return new Item(
        key,
        status == null
            ? Map.of("text", content)
            : Map.of("text", content, "status", new Value.Text(status)));
  }
}
