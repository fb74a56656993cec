package dev.lockstep.cutover;

import dev.lockstep.cutover.Cutover.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rehearsal as people and programs are shown it. Times as {@code 2024-05-31T12:00:00.250Z}.
 *
 * @param id which one
 * @param by who began it
 * @param status where it stands: the label of a {@link RehearsalStatus}
 * @param step the step that is under way or next
 * @param pausedSince since when the pipeline is, or was, paused for it; absent before
 * @param position where it was paused, as the source writes it; absent before
 * @param pausedSeconds how long it was paused; absent while it is
 * @param backlogBytes of the source's log that waited when the pause ended; absent when unknown
 * @param catchUpSeconds how long it took to catch up; absent before
 * @param itemsCompared in the end; absent before
 * @param itemsHealed items that were repaired; absent before
 * @param differencesLeft absent before; 0 when it has ended
 * @param failure why it did not begin, or not end yet; absent if all goes well
 * @param timeline its steps
 */
public record RehearsalReport(
    String id,
    String by,
    String status,
    String step,
    @Nullable String pausedSince,
    @Nullable String position,
    @Nullable Double pausedSeconds,
    @Nullable Long backlogBytes,
    @Nullable Double catchUpSeconds,
    @Nullable Long itemsCompared,
    @Nullable Long itemsHealed,
    @Nullable Long differencesLeft,
    @Nullable Failure failure,
    List<CutoverReport.Entry> timeline) {

  /** Copies the timeline. */
  public RehearsalReport {
    timeline = timeline == null ? List.of() : List.copyOf(timeline);
  }

  /** Of a rehearsal. */
  public static RehearsalReport of(Rehearsal rehearsal) {
    return new RehearsalReport(
        rehearsal.id(),
        rehearsal.by(),
        rehearsal.status().label(),
        rehearsal.step().label(),
        rehearsal.pausedSince().map(Instant::toString).orElse(null),
        rehearsal.position(),
        rehearsal.pausedSeconds().orElse(null),
        rehearsal.figures().backlogBytes(),
        rehearsal.catchUpSeconds().orElse(null),
        rehearsal.figures().compared(),
        rehearsal.figures().healed(),
        rehearsal.figures().left(),
        rehearsal.failure(),
        CutoverReport.Entry.of(rehearsal.steps()));
  }
}
