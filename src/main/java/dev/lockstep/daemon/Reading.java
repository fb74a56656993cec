package dev.lockstep.daemon;

import dev.lockstep.item.Item;
import dev.lockstep.problem.Problem;

/** What the source says now about the subject of a dead letter. */
sealed interface Reading {

  /** There should be this item. */
  record Good(Item item) implements Reading {}

  /** There should be none. */
  record Nothing() implements Reading {}

  /** What should be cannot be, or cannot be told. */
  record Bad(Problem problem) implements Reading {}
}
