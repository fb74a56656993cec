package dev.lockstep.change;

import java.util.List;
import java.util.Set;

/**
 * A transaction (or a part of one) reduced to what it left behind.
 *
 * @param transaction where it came from: kind, version, commit time, position
 * @param truncated tables that were emptied; {@code rows} of such a table were written after that
 * @param rows one per row key that the transaction touched
 */
public record NetTransaction(
    Transaction transaction, Set<TableId> truncated, List<RowChange> rows) {}
