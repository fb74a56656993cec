package dev.lockstep.source;

import org.jspecify.annotations.Nullable;

/**
 * What a source says of its log, whether anybody reads it or not.
 *
 * @param endBytes a number that rises by one with each byte of log that the source writes
 * @param behindBytes of log between a position and the end; -1 unknown
 * @param retainedBytes of log that it keeps for this pipeline; -1 unknown
 * @param limit until when it keeps that
 */
public record LogState(long endBytes, long behindBytes, long retainedBytes, Limit limit) {

  /**
   * Until when a source keeps the log that a reader still needs.
   *
   * @param setting what says so: {@code max_slot_wal_keep_size}
   * @param leftBytes of log that may still be written before the reader loses what it needs; null
   *     if bytes do not limit it
   * @param leftSeconds until the source takes it away, at the earliest; null if time does not limit
   *     it
   * @param limitBytes of log that are kept at most; null if unknown or unlimited
   */
  public record Limit(
      String setting,
      @Nullable Long leftBytes,
      @Nullable Double leftSeconds,
      @Nullable Long limitBytes) {}
}
