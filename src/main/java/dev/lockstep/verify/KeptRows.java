package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.item.Item;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether an item is wrong because the rows are that the pipeline keeps beside the source. */
final class KeptRows {
  private KeptRows() {}

  /**
   * Why a repaired item would be wrong again after the next change of its rows.
   *
   * @param maker what the source's rows make
   * @param stored what stands there, and is not that
   * @return null if the kept rows are not to blame
   */
  static @Nullable Problem fault(Applied applied, Expected maker, Found stored) {
    Optional<Item> made = applied.ofKeptRows(maker.type(), maker.row().key());
    return made.filter(item -> item.attributes().equals(stored.item().attributes())).isPresent()
        ? Problem.error(
            Category.DATA,
            "KEPT-ROWS-DIFFER",
            "the rows that the pipeline keeps make exactly this wrong item: the source changed some"
                + " of its rows without the log saying so",
            null,
            "Load again: 'lockstep run --reload'. A repair mends the item until its rows change the"
                + " next time.")
        : null;
  }
}
