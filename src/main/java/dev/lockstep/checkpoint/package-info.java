/**
 * How far a restart may trust what was done: the ledger of unacknowledged transactions, the
 * checkpoint that follows it, the lease that makes one daemon the only writer, and the port to the
 * control table that keeps them. Acknowledgements flow in, positions for the source flow out.
 */
@NullMarked
package dev.lockstep.checkpoint;

import org.jspecify.annotations.NullMarked;
