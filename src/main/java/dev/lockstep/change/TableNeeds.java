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
 * @param changesOnly whether nothing is made of its rows as such, so that a load need not read
 *     them: only what happens to them later counts
 * @param realDates the columns in which the mapping refuses {@linkplain ZeroDate dates that no
 *     calendar has}, among columns of other types
 */
public record TableNeeds(
    List<String> columns,
    List<String> beforeColumns,
    List<String> identity,
    boolean changesOnly,
    List<String> realDates) {

  /** Where every date must be one. */
  public TableNeeds(
      List<String> columns,
      List<String> beforeColumns,
      List<String> identity,
      boolean changesOnly) {
    this(columns, beforeColumns, identity, changesOnly, columns);
  }

  /** Of a table whose rows are read. */
  public TableNeeds(List<String> columns, List<String> beforeColumns, List<String> identity) {
    this(columns, beforeColumns, identity, false);
  }
}
