package dev.lockstep.daemon;

import dev.lockstep.problem.Problem;
import dev.lockstep.verify.VerifyProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline stands: what {@code GET /status} answers, field for field.
 *
 * @param pipeline its name
 * @param phase where it stands in its life
 * @param lag how far the target is behind
 * @param position the newest position that was read, as the source writes it; absent before the
 *     first
 * @param checkpoint the position that a restart resumes from, as the source writes it; absent
 *     before the load is complete
 * @param load how far the initial load is; no tables when this run did not load
 * @param counters what was done since the start of this process
 * @param inFlight write requests that are under way now
 * @param rowStore the local copy of rows; absent where the mapping keeps none
 * @param fanOut the transaction that changes very many items and is under way; absent when there is
 *     none
 * @param verify the verification under way, or the one that ended last; absent if there was none in
 *     this process
 * @param error what stopped the pipeline, or the passing fault it is recovering from
 */
public record PipelineStatus(
    String pipeline,
    Phase phase,
    Lag lag,
    @Nullable String position,
    @Nullable String checkpoint,
    Load load,
    Counters counters,
    int inFlight,
    @Nullable RowStore rowStore,
    @Nullable Spreading fanOut,
    @Nullable VerifyProgress verify,
    @Nullable Problem error) {

  /**
   * How far the target is behind the source.
   *
   * @param seconds age of the oldest committed change that is not yet acknowledged; 0 when none
   * @param sourceBytes bytes of log between the checkpoint and the end of the source's log; absent
   *     when unknown
   * @param retainedBytes bytes of log that the source keeps for this pipeline; absent when unknown
   */
  public record Lag(double seconds, @Nullable Long sourceBytes, @Nullable Long retainedBytes) {
    /** Nothing is known yet. */
    public static final Lag UNKNOWN = new Lag(0, null, null);
  }

  /**
   * How far the initial load is.
   *
   * @param tables by source table
   * @param items the item types that are built from several rows, in the order of the mapping: one
   *     after the other, when all rows are read
   */
  public record Load(List<LoadedTable> tables, List<BuiltItems> items) {
    /** This run does not load. */
    public static final Load NONE = new Load(List.of(), List.of());

    /** Rows read so far, of all tables. */
    public long rows() {
      return tables.stream().mapToLong(LoadedTable::rows).sum();
    }
  }

  /**
   * How far the load of one table is.
   *
   * @param table {@code schema.table} of the source
   * @param rows read so far
   * @param estimated the source's own estimate of all rows; absent when unknown
   * @param done whether all rows are read and their items written
   */
  public record LoadedTable(String table, long rows, @Nullable Long estimated, boolean done) {}

  /**
   * How far the building of one item type is, in a load.
   *
   * @param itemType its name in the mapping
   * @param built items built so far
   * @param roots rows of its root that were read, each of which makes an item at most; absent when
   *     unknown
   * @param done whether all are built
   */
  public record BuiltItems(String itemType, long built, @Nullable Long roots, boolean done) {}

  /**
   * The local copy of rows.
   *
   * @param rows of all tables
   * @param diskBytes of its files
   * @param memoryBytes outside the Java heap
   */
  public record RowStore(long rows, long diskBytes, long memoryBytes) {}

  /**
   * A transaction that changes more items than are written at once.
   *
   * @param tables whose rows it changed
   * @param items made so far, and handed on to be written
   * @param seconds since it came
   */
  public record Spreading(List<String> tables, long items, double seconds) {}

  /**
   * What was done since the start of this process.
   *
   * @param changes row changes taken from the source, snapshot rows included
   * @param writes item writes that took effect
   * @param superseded item writes that found the same or a newer version
   * @param retries attempts after the first of a write
   * @param throttled attempts refused for want of capacity
   * @param deadLetters changes set aside since the pipeline was made, and not yet resolved
   */
  public record Counters(
      long changes, long writes, long superseded, long retries, long throttled, long deadLetters) {
    /** Nothing yet. */
    public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0);
  }
}
