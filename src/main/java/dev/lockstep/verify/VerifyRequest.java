package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be verified. Made by {@link #full} and its siblings, narrowed by the methods that
 * begin with {@code with}.
 *
 * @param mode how much is looked at
 * @param itemTypes the item types to verify; empty for all. Items that no row makes are looked for
 *     among the keys of these types alone then
 * @param consistent whether the target is read strongly consistently from the beginning, for twice
 *     the read units; whatever seems to differ is read so in any case
 * @param maxDifferences stop when so many are confirmed; absent: as the configuration says
 * @param sample how large the sample is; with {@link VerifyMode#SAMPLE} only
 * @param keys the items; with {@link VerifyMode#KEYS} only
 * @param resume the id of a verification that was broken off, to go on with it; the other parts
 *     count for nothing then. Absent for a new one
 * @param repair that what is found is to be set right; absent if not
 */
public record VerifyRequest(
    VerifyMode mode,
    List<String> itemTypes,
    boolean consistent,
    @Nullable Long maxDifferences,
    @Nullable SampleSize sample,
    List<ItemKey> keys,
    @Nullable String resume,
    @Nullable RepairOrder repair) {

  /**
   * @throws IllegalArgumentException if the parts do not belong together
   */
  public VerifyRequest {
    Objects.requireNonNull(mode, "a request has a mode");
    itemTypes = itemTypes == null ? List.of() : List.copyOf(itemTypes);
    keys = keys == null ? List.of() : List.copyOf(keys);
    if ((mode == VerifyMode.SAMPLE) != (sample != null)) {
      throw new IllegalArgumentException("a sample has a size, and nothing else has");
    }
    if ((mode == VerifyMode.KEYS) == keys.isEmpty()) {
      throw new IllegalArgumentException("keys are given to verify just them, or not at all");
    }
    if (maxDifferences != null && maxDifferences < 1) {
      throw new IllegalArgumentException("it stops at one difference at the earliest");
    }
  }

  /** Everything. */
  public static VerifyRequest full() {
    return of(VerifyMode.FULL, null, List.of());
  }

  /** Which items there are. */
  public static VerifyRequest counts() {
    return of(VerifyMode.COUNTS, null, List.of());
  }

  /** Some rows of each item type. */
  public static VerifyRequest sample(SampleSize size) {
    return of(VerifyMode.SAMPLE, size, List.of());
  }

  /** Some items. */
  public static VerifyRequest keys(List<ItemKey> keys) {
    return of(VerifyMode.KEYS, null, keys);
  }

  /** What was written since everything was right. */
  public static VerifyRequest changed() {
    return of(VerifyMode.CHANGED, null, List.of());
  }

  /** The rest of a verification that was broken off. */
  public static VerifyRequest resuming(String id) {
    return new VerifyRequest(VerifyMode.FULL, List.of(), false, null, null, List.of(), id, null);
  }

  private static VerifyRequest of(
      VerifyMode mode, @Nullable SampleSize sample, List<ItemKey> keys) {
    return new VerifyRequest(mode, List.of(), false, null, sample, keys, null, null);
  }

  /** The same for some item types only. */
  public VerifyRequest withItemTypes(List<String> names) {
    return new VerifyRequest(mode, names, consistent, maxDifferences, sample, keys, resume, repair);
  }

  /** The same, reading the target strongly consistently. */
  public VerifyRequest withConsistentReads() {
    return new VerifyRequest(mode, itemTypes, true, maxDifferences, sample, keys, resume, repair);
  }

  /** The same, stopping at a number of differences. */
  public VerifyRequest withMaxDifferences(long differences) {
    return new VerifyRequest(
        mode, itemTypes, consistent, differences, sample, keys, resume, repair);
  }

  /** The same, setting right what it finds. */
  public VerifyRequest withRepair(RepairOrder order) {
    return new VerifyRequest(
        mode, itemTypes, consistent, maxDifferences, sample, keys, resume, order);
  }
}
