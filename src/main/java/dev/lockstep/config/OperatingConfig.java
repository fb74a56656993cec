package dev.lockstep.config;

/**
 * What operators are told of a pipeline, and what is remembered of what they did.
 *
 * @param journalEntries how many entries of the journal are kept
 */
public record OperatingConfig(int journalEntries) {}
