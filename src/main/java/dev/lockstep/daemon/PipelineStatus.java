package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Journal;
import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.flow.LoadReport;
import dev.lockstep.flow.Spreading;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.ScrubProgress;
import dev.lockstep.verify.VerifyProgress;
import java.util.List;
import java.util.Map;
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
 * @param scrub the verification that goes on all the time; absent where the configuration has none,
 *     and before the pipeline streams
 * @param owner who has the lease, while this process waits for it; else absent
 * @param pause what an operator wants it to stand still for; absent when it is to run
 * @param pauseBudget how long the source can wait; absent when nothing is known yet
 * @param throttle how fast operators let it write
 * @param journal the newest entries, newest first
 * @param rehearsal the rehearsal under way, or the last one; absent if there was none
 * @param cutover the cutover under way, or the last one; absent if there was none
 * @param error what stopped the pipeline, or the passing fault it is recovering from
 */
public record PipelineStatus(
    String pipeline,
    Phase phase,
    Lag lag,
    @Nullable String position,
    @Nullable String checkpoint,
    LoadReport load,
    Counters counters,
    int inFlight,
    @Nullable RowStore rowStore,
    @Nullable Spreading fanOut,
    @Nullable VerifyProgress verify,
    @Nullable ScrubProgress scrub,
    @Nullable String owner,
    @Nullable Pause pause,
    @Nullable PauseBudget pauseBudget,
    Throttle throttle,
    List<JournalEntry> journal,
    @Nullable RehearsalReport rehearsal,
    @Nullable CutoverReport cutover,
    @Nullable Problem error) {

  /** One of which nothing is known but where it stands in its life. */
  public static PipelineStatus bare(String pipeline, Phase phase, @Nullable Problem error) {
    return new PipelineStatus(
        pipeline,
        phase,
        Lag.UNKNOWN,
        null,
        null,
        LoadReport.NONE,
        Counters.ZERO,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Throttle.AS_CONFIGURED,
        List.of(),
        null,
        null,
        error);
  }

  /**
   * How far the target is behind the source.
   *
   * @param seconds age of the oldest committed change that is not yet acknowledged; 0 when none
   * @param captureSeconds from the commit of the newest change that was read to its reading; absent
   *     when nothing was read
   * @param sourceBytes bytes of log between the checkpoint and the end of the source's log; absent
   *     when unknown
   * @param retainedBytes bytes of log that the source keeps for this pipeline; absent when unknown
   * @param drainSeconds how long it will take, at present rates, until nothing is left to do;
   *     absent when unknown, or when it will never be
   */
  public record Lag(
      double seconds,
      @Nullable Double captureSeconds,
      @Nullable Long sourceBytes,
      @Nullable Long retainedBytes,
      @Nullable Double drainSeconds) {
    /** Nothing is known yet. */
    public static final Lag UNKNOWN = new Lag(0, null, null, null, null);
  }

  /**
   * A pause that an operator ordered. Times as {@code 2024-05-31T12:00:00Z}.
   *
   * @param since when
   * @param until when it ends by itself; absent if never
   * @param who ordered it
   * @param reason in the operator's words
   */
  public record Pause(String since, @Nullable String until, String who, @Nullable String reason) {}

  /**
   * How long the source can wait.
   *
   * @param level how bad that is
   * @param seconds left at the present rate; absent when unknown, or when there is no limit
   * @param reason what sets the limit, or why none is known
   * @param limitBytes of log that the source keeps at most; absent when unknown or unlimited
   * @param bytesPerSecond how fast what it keeps grows; absent when unknown
   */
  public record PauseBudget(
      BudgetLevel level,
      @Nullable Double seconds,
      String reason,
      @Nullable Long limitBytes,
      @Nullable Double bytesPerSecond) {}

  /** How bad it is that the source has to wait. */
  public enum BudgetLevel {
    /** It can wait. */
    GOOD,
    /** It is not known whether it can. */
    UNKNOWN,
    /** Somebody should look. */
    WARNING,
    /** Soon it cannot: changes will be lost. */
    ALARM
  }

  /**
   * How fast operators let it write; what is absent is as the configuration says.
   *
   * @param writeUnitsPerSecond over all tables and indexes; 0 is unlimited
   * @param maxInFlight requests under way at once
   */
  public record Throttle(@Nullable Double writeUnitsPerSecond, @Nullable Integer maxInFlight) {
    /** Nobody has said anything. */
    public static final Throttle AS_CONFIGURED = new Throttle(null, null);
  }

  /**
   * What an operator did, or the pipeline by itself because of that.
   *
   * @param number 1 for the first of the pipeline's life
   * @param at as {@code 2024-05-31T12:00:00Z}
   * @param who did it
   * @param what was done
   * @param details more about it
   */
  public record JournalEntry(
      long number, String at, String who, String what, Map<String, String> details) {

    /** An entry as it is kept. */
    public static JournalEntry of(Journal.Entry entry) {
      return new JournalEntry(
          entry.number(), entry.at().toString(), entry.who(), entry.what(), entry.details());
    }
  }

  /**
   * The local copy of rows.
   *
   * @param rows of all tables
   * @param diskBytes of its files
   * @param memoryBytes outside the Java heap
   */
  public record RowStore(long rows, long diskBytes, long memoryBytes) {}

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
