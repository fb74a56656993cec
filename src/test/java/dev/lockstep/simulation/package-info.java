/**
 * A world in one thread and virtual time, driven by a seed: transactions go through the real
 * applier into a store whose network throttles, loses, delays and duplicates, while the process
 * crashes and comes back. What must hold is checked at every step.
 */
@NullMarked
package dev.lockstep.simulation;

import org.jspecify.annotations.NullMarked;
