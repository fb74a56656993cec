package dev.lockstep.change;

/**
 * A column of a table.
 *
 * @param name as the source spells it
 * @param type how its values are held
 * @param nullable whether it may hold NULL
 */
public record Column(String name, ColumnType type, boolean nullable) {}
