package dev.lockstep.mapping;

import java.util.List;

/**
 * What a transaction did to the rows that the plan keeps.
 *
 * @param applied one for each row change of the net transaction, in order
 * @param before the kept rows as they were before the transaction
 * @param after the kept rows as the transaction left them
 */
public record KeptChanges(List<AppliedChange> applied, RowLookup before, RowLookup after) {}
