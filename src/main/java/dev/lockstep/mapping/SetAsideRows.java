package dev.lockstep.mapping;

import dev.lockstep.change.RowKey;

/** Port: the rows whose state could not be mapped, was set aside, and has not been made good. */
public interface SetAsideRows {

  /** Whether something of a row is set aside; what is mapped of it now is to be said. */
  boolean contains(String itemType, RowKey row);

  /**
   * Whether the item of a row is stale, and nothing that was handed over since makes it whole: then
   * a part of the row must not be added to it.
   */
  boolean isStale(String itemType, RowKey row);

  /** No rows. */
  static SetAsideRows none() {
    return new SetAsideRows() {
      @Override
      public boolean contains(String itemType, RowKey row) {
        return false;
      }

      @Override
      public boolean isStale(String itemType, RowKey row) {
        return false;
      }
    };
  }
}
