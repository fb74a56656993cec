package dev.lockstep.change;

import java.util.List;

/**
 * What a mapping needs of a table.
 *
 * @param columns the columns it reads
 * @param beforeColumns the columns whose earlier values it needs (columns of item keys that are not
 *     in the row key)
 * @param identity the key columns that the mapping names instead of the primary key; empty for the
 *     primary key
 */
public record TableNeeds(List<String> columns, List<String> beforeColumns, List<String> identity) {}
