package dev.lockstep.simulation;

/** A mistake built into the simulated pipeline, to show that the simulation finds it. */
enum Flaw {
  /** None: all must hold. */
  NONE,
  /** The applier believes that nothing arrives late. */
  NO_HORIZON,
  /** After a crash the applier does not expect late writes of the run before. */
  NO_REPLAY_GUARD,
  /** After a crash the applier does not know that the source repeats itself. */
  FORGOTTEN_REPEATS,
  /** The checkpoint follows acknowledgements, not burials. */
  EAGER_CHECKPOINT,
  /** The store does not check the version of puts. */
  UNCONDITIONAL_PUTS,
  /** Streaming begins while batches of the load may still arrive. */
  HASTY_STREAMING,
  /** A submission that broke off counts as done. */
  FORGOTTEN_BREAK
}
