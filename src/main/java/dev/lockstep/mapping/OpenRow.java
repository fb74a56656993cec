package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.item.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A kept row in the midst of being read: with the rows that it looks up, and with those of its
 * embeds that a condition has asked for.
 */
final class OpenRow<B extends BoundRow> {
  private final Row row;
  private final B bound;
  private final RowLookup rows;
  private Map<String, Optional<Value>> embedded = Map.of();

  /**
   * @param row with the columns of looked-up rows
   * @param bound to the shape of the row
   */
  OpenRow(Row row, B bound, RowLookup rows) {
    this.row = row;
    this.bound = bound;
    this.rows = rows;
  }

  Row row() {
    return row;
  }

  B bound() {
    return bound;
  }

  RowLookup rows() {
    return rows;
  }

  /** What embeds show, as far as they are built. */
  Map<String, Optional<Value>> embedded() {
    return embedded;
  }

  void remember(String embed, Optional<Value> value) {
    if (embedded.isEmpty()) {
      embedded = new HashMap<>();
    }
    embedded.put(embed, value);
  }

  /** Gives back the memory of what was built for the condition. */
  void forgetEmbedded() {
    embedded = Map.of();
  }
}
