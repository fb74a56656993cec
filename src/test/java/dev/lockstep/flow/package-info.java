/**
 * From transactions to writes: single parts over items in memory, the whole of them over real rows,
 * and dead letters under every order of events that a simulation comes upon.
 */
@NullMarked
package dev.lockstep.flow;

import org.jspecify.annotations.NullMarked;
