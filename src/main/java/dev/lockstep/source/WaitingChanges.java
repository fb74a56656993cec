package dev.lockstep.source;

import dev.lockstep.change.TableId;
import java.util.Set;

/** What waits in a source's log behind a checkpoint, while nobody reads it. */
public sealed interface WaitingChanges {

  /**
   * Changes of rows.
   *
   * @param tables those whose rows were changed, of the tables that were asked about; none if
   *     nothing waits
   */
  record Of(Set<TableId> tables) implements WaitingChanges {
    /** Copies the set. */
    public Of {
      tables = Set.copyOf(tables);
    }
  }

  /**
   * It cannot be told.
   *
   * @param reason why not, as the end of a sentence: {@code the slot is being read}
   */
  record Untold(String reason) implements WaitingChanges {}
}
