package dev.lockstep.inspect;

import dev.lockstep.estimate.ChangeRate;
import dev.lockstep.estimate.Sample;
import dev.lockstep.estimate.TypeEstimate;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceProbe.Requirement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping will do, and what it will cost.
 *
 * @param pipeline its name
 * @param mapping the compiled mapping as JSON
 * @param targets the target tables
 * @param sources the source's tables that are read
 * @param types the item types
 * @param requirements what the source has to allow
 * @param findings what somebody should look at
 */
public record PlanReport(
    String pipeline,
    String mapping,
    List<Target> targets,
    List<Source> sources,
    List<ItemType> types,
    List<Requirement> requirements,
    List<Problem> findings) {

  /**
   * A target table.
   *
   * @param table its name
   * @param keys its keys and indexes in a few words
   */
  public record Target(String table, String keys) {}

  /**
   * A table of the source that is read.
   *
   * @param table its name
   * @param rows how many rows it has, by the source's statistics; absent if it has none
   * @param columns those that are read
   * @param kept what of its rows is kept; absent if nothing is
   * @param fullBeforeImage whether its updates and deletes carry the earlier row
   * @param rate how fast it changes
   */
  public record Source(
      String table,
      @Nullable Long rows,
      List<String> columns,
      @Nullable Kept kept,
      boolean fullBeforeImage,
      ChangeRate rate) {}

  /**
   * What is kept of a table's rows.
   *
   * @param columns in the row store
   * @param reasons why, one per item type and place
   */
  public record Kept(List<String> columns, List<String> reasons) {}

  /**
   * An item type.
   *
   * @param name what the mapping calls it
   * @param root whose rows become items
   * @param table where the items go
   * @param joins the tables that items are made of beside the root, as {@code lines.product:
   *     public.products}
   * @param sample what sampled rows became; absent if none were sampled
   * @param estimate how many there will be, and what they cost
   */
  public record ItemType(
      String name,
      String root,
      String table,
      List<String> joins,
      @Nullable Sample sample,
      TypeEstimate estimate) {}

  /** Write units to load all item types once; of those that are known. */
  public long loadUnits() {
    return types.stream().mapToLong(type -> orZero(type.estimate().loadUnits())).sum();
  }

  /** Write units per second at the rate at which the source changes; of those that are known. */
  public double unitsPerSecond() {
    return types.stream()
        .map(type -> type.estimate().unitsPerSecond())
        .mapToDouble(units -> units == null ? 0 : units)
        .sum();
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }
}
