package dev.lockstep.metrics;

/**
 * What was counted since the start of the process, over all tables.
 *
 * @param changes row changes taken from the source
 * @param writes attempts that took effect
 * @param superseded attempts that found the same or a newer version
 * @param retries attempts after the first of a write
 * @param throttled attempts refused for want of capacity
 */
public record Totals(long changes, long writes, long superseded, long retries, long throttled) {}
