package dev.lockstep.estimate;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemSize;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What of a sample somebody should look at. */
public final class Warnings {
  /** An item of three quarters of the limit is one busy day away from it. */
  private static final int NEAR_LIMIT_BYTES = ItemSize.MAX_ITEM_BYTES / 4 * 3;

  private static final double HOT_SHARE = 0.1;

  /** A partition takes 1,000 write units per second: fewer items are no load. */
  private static final long HOT_ITEMS = 1_000;

  private Warnings() {}

  /** The warnings for one item type. */
  public static List<Problem> of(String type, Sample sample, TypeEstimate estimate) {
    List<Problem> warnings = new ArrayList<>();
    Sizes sizes = sample.sizes();
    if (sizes != null && sizes.max() >= NEAR_LIMIT_BYTES) {
      warnings.add(nearLimit(type, sizes));
    }
    for (HotPartition hot : sample.hot()) {
      Long items = estimate.items();
      if (hot.share() >= HOT_SHARE && items != null && items * hot.share() >= HOT_ITEMS) {
        warnings.add(hot(type, hot, Math.round(items * hot.share())));
      }
    }
    sample.twice().forEach(key -> warnings.add(collision(type, key)));
    return warnings;
  }

  private static Problem nearLimit(String type, Sizes sizes) {
    return warning(
        "ITEM-SIZE-NEAR-LIMIT",
        String.format(
            Locale.ROOT,
            "an item of type '%s' has %,d bytes in a sample; DynamoDB takes %,d",
            type,
            sizes.max(),
            ItemSize.MAX_ITEM_BYTES),
        type,
        "make embedded rows items of their own in the same partition, limit the list, or leave"
            + " large columns out");
  }

  private static Problem hot(String type, HotPartition hot, long items) {
    return warning(
        "PARTITION-HOT",
        String.format(
            Locale.ROOT,
            "about %.0f %% of the items of type '%s', %,d, have one partition key",
            100 * hot.share(),
            type,
            items),
        ItemKey.text(hot.partition()),
        "spread them: add to the partition key a column that differs; one partition takes 1,000"
            + " write units per second");
  }

  private static Problem collision(String type, ItemKey key) {
    return warning(
        "KEY-SHARED",
        "two sampled rows become one item of type '" + type + "'",
        key.toString(),
        "add to the key what tells the rows apart");
  }

  private static Problem warning(String code, String what, String where, String remedy) {
    return Problem.warning(Category.DATA, code, what, where, remedy);
  }
}
