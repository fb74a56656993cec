/**
 * The local copy of those rows and columns that a plan must have at hand to build items from many
 * tables. Net transactions flow in, the rows' effective states flow out, and reads by key, by index
 * and by table serve the materialiser.
 */
@NullMarked
package dev.lockstep.rowstore;

import org.jspecify.annotations.NullMarked;
