package dev.lockstep.daemon;

import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * That a pipeline's target has taken over, as its record says it: what every daemon looks at before
 * it writes.
 *
 * @param at when
 * @param id of the cutover
 * @param by who cut over
 */
record CutOverFact(Instant at, String id, String by) {
  /** The fact's name in the record. */
  static final String NAME = "cut-over";

  /** What a record says. */
  static Optional<CutOverFact> of(PipelineRecord record) {
    return Optional.ofNullable(record.facts().get(NAME)).map(CutOverFact::parse);
  }

  private static CutOverFact parse(String text) {
    String[] parts = text.split(" ", 3);
    return new CutOverFact(Instant.parse(parts[0]), parts[1], parts.length < 3 ? "" : parts[2]);
  }

  String toText() {
    return at + " " + id + " " + by;
  }

  /** Why no daemon runs the pipeline any more. */
  Problem refusal(String pipeline) {
    return Problem.error(
        Category.CONFIGURATION,
        "CUT-OVER",
        "pipeline '"
            + pipeline
            + "' was cut over at "
            + at
            + " by "
            + by
            + ": nothing writes to"
            + " its tables any more",
        null,
        "Nothing has to be done. To let the source overwrite the target again, see"
            + " 'lockstep cutover --reopen'.");
  }
}
