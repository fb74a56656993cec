package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * What a row change amounted to: the states of one row key before and after the transaction, with
 * what the source did not send filled in from the store. Rows of kept tables hold the kept columns.
 *
 * @param key the row key
 * @param before the state before the transaction; null if there was no row
 * @param after the state that the transaction left; null if it left no row
 */
public record AppliedChange(RowKey key, @Nullable Row before, @Nullable Row after) {}
