package dev.lockstep.bench;

import java.nio.file.Path;

/**
 * What all contestants share.
 *
 * @param dir for configurations, offsets and logs
 * @param sourcePort of PostgreSQL
 * @param seconds the longest time for one measurement of speed
 * @param warmUpSeconds how long the steady rate is kept before latencies count
 * @param steadySeconds how long latencies count
 */
record BenchSetup(Path dir, int sourcePort, int seconds, int warmUpSeconds, int steadySeconds) {}
