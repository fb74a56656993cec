package dev.lockstep.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What operators are told of a pipeline, and what is remembered of what they did.
 *
 * @param journalEntries how many entries of the journal are kept
 * @param pauseBudget when it is said that the source cannot wait much longer
 */
public record OperatingConfig(int journalEntries, PauseBudget pauseBudget) {

  /**
   * When it is said that the source cannot wait much longer.
   *
   * @param warning with less time left than this, a warning
   * @param alarm with less than this, an alarm
   * @param maxLog how much log the source may keep, by what its operators know of its disk; absent
   *     if only the source's own settings count
   */
  public record PauseBudget(Duration warning, Duration alarm, @Nullable Size maxLog) {

    /** The most log that the source may keep, bytes; null if only its own settings count. */
    public @Nullable Long maxLogBytes() {
      return maxLog == null ? null : maxLog.bytes();
    }
  }
}
