/**
 * What can go wrong, as a value: a code, a category, what and where, and the remedy. Problems flow
 * from every package to the edge that reports them (command line, log, admin API); nothing flows
 * back.
 */
@NullMarked
package dev.lockstep.problem;

import org.jspecify.annotations.NullMarked;
