package dev.lockstep.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as {@code lockstep.yaml} describes it; docs/configuration.md says what each key means.
 * Paths are absolute. Prints without secrets.
 *
 * @param pipeline the pipeline's name
 * @param source where changes come from
 * @param target where items go
 * @param mapping the mapping file
 * @param dataDir a folder of this pipeline alone: row store, spilled transactions
 * @param apply how items are written
 * @param rowStore the local copy of rows
 * @param lease how one daemon is kept the only writer
 * @param checkpoint how progress is stored
 * @param verify how source and target are compared
 * @param cutover how a cutover is done
 * @param operating what operators are told, and what is remembered of them
 * @param admin the HTTP interface
 * @param logging how logs look
 * @param shutdownTimeout how long a clean stop may take before it becomes an unclean one
 */
public record Config(
    String pipeline,
    SourceConfig source,
    TargetConfig target,
    Path mapping,
    Path dataDir,
    ApplyConfig apply,
    RowStore rowStore,
    Lease lease,
    Checkpoint checkpoint,
    VerifyConfig verify,
    CutoverConfig cutover,
    OperatingConfig operating,
    AdminConfig admin,
    Logging logging,
    Duration shutdownTimeout) {

  /** The same with another source. */
  public Config withSource(SourceConfig other) {
    return new Config(
        pipeline,
        other,
        target,
        mapping,
        dataDir,
        apply,
        rowStore,
        lease,
        checkpoint,
        verify,
        cutover,
        operating,
        admin,
        logging,
        shutdownTimeout);
  }

  /**
   * The local copy of rows, outside the Java heap.
   *
   * @param memory block cache, index blocks and write buffers together
   * @param maxOpenFiles files held open at most
   */
  public record RowStore(Size memory, int maxOpenFiles) {}

  /**
   * How one daemon is kept the only writer.
   *
   * @param duration how long a lease stands unrenewed; it is renewed every third of this
   * @param standBy whether to wait for a lease whose holder is alive, instead of ending
   */
  public record Lease(Duration duration, boolean standBy) {}

  /**
   * How progress is stored.
   *
   * @param interval time between two checkpoints
   */
  public record Checkpoint(Duration interval) {}

  /**
   * How logs look.
   *
   * @param format one line of text, or one JSON object, per event
   * @param cloudWatchInterval time between two lines of metrics for CloudWatch; absent for none
   */
  public record Logging(LogFormat format, @Nullable Duration cloudWatchInterval) {}

  /** The form of a log event. */
  public enum LogFormat {
    /** A line of text. */
    TEXT,
    /** A JSON object in a line. */
    JSON
  }
}
