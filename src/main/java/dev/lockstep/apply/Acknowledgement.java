package dev.lockstep.apply;

/**
 * Told what became of one submission. Calls come one at a time, for all submissions together, from
 * any thread; they must be short. {@link #acknowledged} always comes before {@link #settled}.
 * Nothing is called after the applier has failed or was closed.
 */
public interface Acknowledgement {

  /** Every write of the submission, or one that replaces it, is durable. */
  void acknowledged();

  /** Nothing of the submission is left to do: its tombstones are buried as well. */
  void settled();
}
