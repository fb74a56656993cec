package dev.lockstep.oracle;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A transaction, and how it reaches the pipeline.
 *
 * @param part how many changes flow at once; 0 for all
 * @param before what happens to the pipeline before
 * @param back how many transactions that goes back, at most
 */
record Step(List<Statement> statements, int part, Event before, int back) {

  /** What happens to a pipeline. */
  enum Event {
    NOTHING,
    /** All that was written is settled: nothing before is needed any more. */
    CHECKPOINT,
    /** The process dies; a new one begins at a checkpoint and gets all since then again. */
    CRASH,
    /** The source's connection breaks: transactions that were taken up come again. */
    REDELIVERY
  }

  /** The same in one part. */
  Step whole() {
    return new Step(statements, 0, before, back);
  }

  /** The same without what happens before. */
  Step calm() {
    return new Step(statements, part, Event.NOTHING, 0);
  }

  Step with(List<Statement> others) {
    return new Step(others, part, before, back);
  }

  @Override
  public String toString() {
    String event = before == Event.NOTHING ? "" : before + " back " + back + "\n";
    String parts = part == 0 ? "" : " in parts of " + part;
    return statements.stream()
        .map(statement -> "  " + statement + "\n")
        .collect(Collectors.joining("", event + "transaction" + parts + "\n", ""));
  }
}
