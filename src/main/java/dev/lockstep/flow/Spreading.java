package dev.lockstep.flow;

import java.util.List;

/**
 * A transaction that changes more items than are written at once.
 *
 * @param tables whose rows it changed
 * @param items made so far, and handed on to be written
 * @param seconds since it came
 */
public record Spreading(List<String> tables, long items, double seconds) {}
