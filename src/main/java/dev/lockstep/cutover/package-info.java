/**
 * The last day of a pipeline and its rehearsal: what a cutover does next, what of it is recorded
 * when, and what a new process makes of one that a crash broke off. Events and the time flow into
 * cores that decide; runners carry the decisions out through a port and write every step into a
 * document before it begins and when it has ended.
 */
@NullMarked
package dev.lockstep.cutover;

import org.jspecify.annotations.NullMarked;
