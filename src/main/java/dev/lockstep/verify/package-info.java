/**
 * The proof that the target holds what the source says: items computed afresh from source rows are
 * compared with the items that are stored, exactly and in both directions. Two streams of items
 * flow in, differences flow out.
 */
@NullMarked
package dev.lockstep.verify;

import org.jspecify.annotations.NullMarked;
