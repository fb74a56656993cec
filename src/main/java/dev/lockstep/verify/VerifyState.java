package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a verification is, as it is kept to be resumed: nothing is under way at that moment.
 *
 * @param id which one
 * @param request what was asked for
 * @param mapping the hash of the mapping; with another one it cannot go on
 * @param started ISO-8601
 * @param seconds worked so far
 * @param position the source's position when it began
 * @param step what it is doing
 * @param type the place of the item type that is being compared
 * @param after the last row that was compared, as {@link Held#write} writes keys; absent at the
 *     beginning of a type
 * @param expected lengths of the files of expected keys
 * @param scanned lengths of the files of keys that were seen in the target
 * @param segments how far the scan is
 * @param partition the first partition that is not matched yet
 * @param suspects keys that are to be looked at again
 * @param tally counts and findings
 * @param sourceRows read so far
 * @param readUnits consumed so far
 */
record VerifyState(
    String id,
    VerifyRequest request,
    String mapping,
    String started,
    double seconds,
    String position,
    VerifyProgress.Step step,
    int type,
    @Nullable List<String> after,
    List<Long> expected,
    List<Long> scanned,
    List<SegmentPlace> segments,
    int partition,
    List<Suspect> suspects,
    Tally.Saved tally,
    long sourceRows,
    double readUnits) {

  /** The same from a position of the source. */
  VerifyState at(String begun) {
    return new VerifyState(
        id,
        request,
        mapping,
        started,
        seconds,
        begun,
        step,
        type,
        after,
        expected,
        scanned,
        segments,
        partition,
        suspects,
        tally,
        sourceRows,
        readUnits);
  }

  /**
   * How far the scan of a part of a table is.
   *
   * @param after absent at the beginning
   */
  record SegmentPlace(String table, int segment, @Nullable ItemKey after, boolean done) {}
}
