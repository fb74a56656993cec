/**
 * What plain SQL takes, whichever database speaks it: a connection that is opened when it is needed
 * and again when it is broken, and statements that are each a transaction of their own. Statements
 * flow in, what readers make of rows flows out.
 */
@NullMarked
package dev.lockstep.source.jdbc;

import org.jspecify.annotations.NullMarked;
