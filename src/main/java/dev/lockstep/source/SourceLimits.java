package dev.lockstep.source;

import java.time.Duration;

/**
 * The bounds of a source.
 *
 * @param maxTransactionChanges the most changes of one transaction held in memory; a larger one is
 *     spilled to a file and flows in parts of this size
 * @param maxTransactionBytes the same in bytes of heap, estimated
 * @param snapshotSlice the most rows of a slice of the initial load
 * @param queueBytes the most bytes waiting between the reader of the log and the decoder
 * @param heartbeat how often a message is written into the source's log, so that an idle source
 *     stays fresh and its log small
 * @param connectTimeout how long to wait for a connection
 * @param statementTimeout how long to wait for the answer to a statement of the source's upkeep
 * @param closeTimeout how long {@code close} waits for the engine to end
 * @param maxBackOff the longest wait before a restart
 */
public record SourceLimits(
    int maxTransactionChanges,
    long maxTransactionBytes,
    int snapshotSlice,
    long queueBytes,
    Duration heartbeat,
    Duration connectTimeout,
    Duration statementTimeout,
    Duration closeTimeout,
    Duration maxBackOff) {

  /** The bounds that suit a heap of 256 MB and up. */
  public static SourceLimits defaults() {
    return new SourceLimits(
        20_000,
        16L << 20,
        2_000,
        16L << 20,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30));
  }

  /** These bounds with other bounds of a transaction. */
  public SourceLimits withTransaction(int changes, long bytes) {
    return new SourceLimits(
        changes,
        bytes,
        snapshotSlice,
        queueBytes,
        heartbeat,
        connectTimeout,
        statementTimeout,
        closeTimeout,
        maxBackOff);
  }
}
