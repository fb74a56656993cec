package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a scrub is, as it is kept to go on after a restart.
 *
 * @param mapping the hash of the mapping; with another one it begins again
 * @param passes how often it went through everything
 * @param passStarted when the present pass began, ISO-8601
 * @param passEnded when the last one ended; absent before the first has
 * @param lanes how far it is, in each way
 * @param open the differences that are not known to be gone
 */
record ScrubState(
    String mapping,
    long passes,
    String passStarted,
    @Nullable String passEnded,
    List<Lane> lanes,
    List<Open> open) {

  /**
   * One way through the key space: along the root rows of an item type, or along the items of a
   * target table.
   *
   * @param name of the item type or table
   * @param target whether it goes along a table
   * @param seen rows or items of this pass
   * @param row the last row that was taken, as {@link Held#write} writes keys; absent at the
   *     beginning
   * @param item the page of items that is looked at begins after it; absent at the beginning
   * @param done whether it is at its end
   */
  record Lane(
      String name,
      boolean target,
      long seen,
      @Nullable List<String> row,
      @Nullable ItemKey item,
      boolean done) {

    static Lane start(String name, boolean target) {
      return new Lane(name, target, 0, null, null, false);
    }

    Lane pastRows(long more, @Nullable List<String> last) {
      return new Lane(name, target, seen + more, last, null, last == null);
    }

    Lane pastItems(long more, @Nullable ItemKey last, boolean atEnd) {
      return new Lane(name, target, seen + more, null, last, atEnd);
    }
  }

  /**
   * A confirmed difference.
   *
   * @param finding what it is
   * @param since when it was first confirmed, ISO-8601
   * @param pass the pass in which it was confirmed last
   */
  record Open(Finding finding, String since, long pass) {}
}
