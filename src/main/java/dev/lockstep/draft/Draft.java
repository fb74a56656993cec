package dev.lockstep.draft;

import dev.lockstep.change.TableId;
import java.util.List;

/**
 * A drafted mapping.
 *
 * @param text the file
 * @param outcomes what became of each table, in the order of their names
 */
public record Draft(String text, List<Outcome> outcomes) {

  /**
   * What became of a table.
   *
   * @param table the table
   * @param mapped whether its rows are in the mapping
   * @param what where they are, or why they are not, in a few words
   */
  public record Outcome(TableId table, boolean mapped, String what) {}
}
