package dev.lockstep.dynamodb;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach DynamoDB.
 *
 * @param region the AWS region; if absent, {@code AWS_REGION} or the profile tells, and with an
 *     endpoint it is {@code us-east-1}
 * @param endpoint scheme, host and port of DynamoDB Local or a private endpoint; if absent, the
 *     region's own
 * @param maxConnections for writes; at least the writes in flight, or they wait for each other
 * @param connectTimeout of a TCP connection
 * @param writeTimeout of one attempt at a write; then the write is in doubt
 * @param callTimeout of a call that is not a write of items, retries included
 */
public record TargetOptions(
    @Nullable String region,
    @Nullable URI endpoint,
    int maxConnections,
    Duration connectTimeout,
    Duration writeTimeout,
    Duration callTimeout) {
  private static final int DEFAULT_CONNECTIONS = 256;
  private static final Duration DEFAULT_CONNECT = Duration.ofSeconds(2);
  private static final Duration DEFAULT_WRITE = Duration.ofSeconds(5);
  private static final Duration DEFAULT_CALL = Duration.ofSeconds(20);

  /**
   * @throws IllegalArgumentException if a number is not positive
   */
  public TargetOptions {
    if (maxConnections < 1 || !positive(connectTimeout, writeTimeout, callTimeout)) {
      throw new IllegalArgumentException("connections and time limits are positive");
    }
  }

  private static boolean positive(Duration... durations) {
    for (Duration duration : durations) {
      if (duration.isZero() || duration.isNegative()) {
        return false;
      }
    }
    return true;
  }

  /** With 256 connections, 2 s to connect, 5 s for a write, 20 s for any other call. */
  public static TargetOptions of(@Nullable String region, @Nullable URI endpoint) {
    return new TargetOptions(
        region, endpoint, DEFAULT_CONNECTIONS, DEFAULT_CONNECT, DEFAULT_WRITE, DEFAULT_CALL);
  }

  /** The same with another number of connections. */
  public TargetOptions withMaxConnections(int connections) {
    return new TargetOptions(
        region, endpoint, connections, connectTimeout, writeTimeout, callTimeout);
  }

  /** The same with another time limit for an attempt at a write. */
  public TargetOptions withWriteTimeout(Duration limit) {
    return new TargetOptions(region, endpoint, maxConnections, connectTimeout, limit, callTimeout);
  }

  /** The same with another time limit for calls that are not writes of items. */
  public TargetOptions withCallTimeout(Duration limit) {
    return new TargetOptions(region, endpoint, maxConnections, connectTimeout, writeTimeout, limit);
  }
}
