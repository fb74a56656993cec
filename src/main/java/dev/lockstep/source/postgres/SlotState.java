package dev.lockstep.source.postgres;

import org.jspecify.annotations.Nullable;

/**
 * A replication slot as the server shows it.
 *
 * @param active whether somebody reads from it
 * @param activePid the server process that serves the reader; 0 if none
 * @param restartLsn the oldest log that the server keeps for it; 0 unknown
 * @param confirmedLsn up to where the reader has let go of the log; 0 unknown
 * @param sentLsn up to where the server has sent; 0 unknown
 * @param currentLsn the end of the server's log
 * @param walStatus {@code reserved, extended, unreserved, lost}
 * @param safeBytes of log that can still be written before what it needs may be thrown away; null
 *     if that is not limited
 * @param plugin the output plugin
 * @param database the database that it belongs to
 */
public record SlotState(
    boolean active,
    int activePid,
    long restartLsn,
    long confirmedLsn,
    long sentLsn,
    long currentLsn,
    @Nullable String walStatus,
    @Nullable Long safeBytes,
    @Nullable String plugin,
    @Nullable String database) {

  /** Whether the server has thrown away log that the reader still needed. */
  public boolean isLost() {
    return "lost".equals(walStatus);
  }
}
