package dev.lockstep.flow;

/** A mistake built into the simulated pipeline, to show that the simulation finds it. */
enum LetterFlaw {
  /** None: all must hold. */
  NONE,
  /** The checkpoint passes what is not yet set aside durably. */
  EAGER_CHECKPOINT,
  /** A letter counts as durable before it is. */
  HASTY_STORE,
  /** What was done with letters is told before it is done. */
  UNORDERED_DESK,
  /** A good state does not close the letter where it is kept. */
  UNCLOSED,
  /** A new process does not know of the letters that are open. */
  FORGOTTEN_LETTERS
}
