/**
 * What a mapping will make of a source, before anything is written: how many items, how large, what
 * their writing costs, and where it gathers on few keys. Sampled items, row estimates and counts of
 * changes flow in, numbers and warnings flow out. Without I/O.
 */
@NullMarked
package dev.lockstep.estimate;

import org.jspecify.annotations.NullMarked;
