package dev.lockstep.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found. Small enough for one document: findings beyond the configured number
 * are counted and not shown.
 *
 * @param id which one
 * @param pipeline whose
 * @param mode how much it looked at
 * @param outcome the verdict
 * @param reason why it is incomplete; absent otherwise
 * @param started when it began, ISO-8601 in UTC
 * @param ended when it ended, the same
 * @param seconds how long it worked, interruptions not counted
 * @param position the source's position that everything was verified at or after, as a version
 * @param consistent whether the target was read strongly consistently from the beginning
 * @param types by item type, in the order of the mapping
 * @param tables by target table
 * @param sourceRows rows read from the source, those of joined tables included
 * @param readUnits read units consumed in the target
 * @param findings the first of them
 * @param repair what was repaired; absent if nothing was to be
 * @param unconfirmed the first keys of which it could not be told whether they differ
 */
public record VerifyReport(
    String id,
    String pipeline,
    VerifyMode mode,
    Outcome outcome,
    @Nullable String reason,
    String started,
    String ended,
    double seconds,
    String position,
    boolean consistent,
    List<TypeResult> types,
    List<TableResult> tables,
    long sourceRows,
    double readUnits,
    List<Finding> findings,
    List<Unconfirmed> unconfirmed,
    @Nullable RepairResult repair) {

  /** The verdict. */
  public enum Outcome {
    /** All that was looked at is as the source says. */
    EQUAL,
    /** Something is not. */
    DIFFERENT,
    /** Nothing was found, but not all was looked at to the end. */
    INCOMPLETE
  }

  /**
   * An item type.
   *
   * @param itemType its name in the mapping
   * @param table its target table
   * @param rows of its root that were read
   * @param items that those rows make
   * @param compared items that were compared whole
   * @param missing items that the source says and the target lacks
   * @param extra items that the target has and no row makes, with keys of this type
   * @param different items with other content
   * @param wrongVersion items with the right content and a wrong {@code _v}
   * @param ambiguous keys that several rows make
   * @param unmappable rows that make no item, because they cannot
   * @param unconfirmed keys of which it could not be told
   */
  public record TypeResult(
      String itemType,
      String table,
      long rows,
      long items,
      long compared,
      long missing,
      long extra,
      long different,
      long wrongVersion,
      long ambiguous,
      long unmappable,
      long unconfirmed) {

    /** All findings. */
    public long findings() {
      return missing + extra + different + wrongVersion + ambiguous + unmappable;
    }
  }

  /**
   * A target table.
   *
   * @param table its name
   * @param scanned items that were seen in it, tombstones not counted; 0 where nothing was searched
   * @param tombstones items that only hold the place of deleted ones
   * @param extra items whose keys belong to no item type; those that do are counted with it
   */
  public record TableResult(String table, long scanned, long tombstones, long extra) {}

  /**
   * A key of which it could not be told whether it differs.
   *
   * @param itemType its item type; absent if none has such keys
   * @param key in words, as {@link dev.lockstep.item.ItemKey} shows it
   * @param reason why not
   */
  public record Unconfirmed(@Nullable String itemType, String key, String reason) {}

  /** Whether all that was found wrong has been set right, and nothing else is open. */
  public boolean isRepaired() {
    return repair != null && repair.isComplete() && reason == null && doubtful() == 0;
  }

  /** The same with fewer findings and doubtful keys shown. */
  VerifyReport showing(int most) {
    return new VerifyReport(
        id,
        pipeline,
        mode,
        outcome,
        reason,
        started,
        ended,
        seconds,
        position,
        consistent,
        types,
        tables,
        sourceRows,
        readUnits,
        findings.subList(0, Math.min(most, findings.size())),
        unconfirmed.subList(0, Math.min(most, unconfirmed.size())),
        repair);
  }

  /** How many findings there are, those included that are not shown. */
  public long found() {
    return types.stream().mapToLong(TypeResult::findings).sum()
        + tables.stream().mapToLong(TableResult::extra).sum();
  }

  /** How many keys could not be told. */
  public long doubtful() {
    return types.stream().mapToLong(TypeResult::unconfirmed).sum();
  }

  /** Whether the target is as the source says, as far as this mode tells. */
  public boolean isEqual() {
    return outcome == Outcome.EQUAL;
  }
}
