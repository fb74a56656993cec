package dev.lockstep.config;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where items go. At least one of region and endpoint is there.
 *
 * @param region the AWS region
 * @param endpoint scheme, host and port instead of the region's own
 * @param controlTable the table with lease, checkpoint and claims of all pipelines
 * @param exclusive whether nobody else writes to the target tables, so that the initial load may
 *     write without conditions
 * @param connectTimeout of a TCP connection
 * @param writeTimeout of one attempt at a write; then its outcome is unknown
 * @param callTimeout of any other call, repetitions included
 */
public record TargetConfig(
    @Nullable String region,
    @Nullable URI endpoint,
    String controlTable,
    boolean exclusive,
    Duration connectTimeout,
    Duration writeTimeout,
    Duration callTimeout) {}
