/**
 * What a source says happened: transactions of row changes, in commit order, each with its version.
 * Sources produce them, the mapping consumes them; netting reduces a transaction to what it left
 * behind. Plain values without I/O.
 */
@NullMarked
package dev.lockstep.change;

import org.jspecify.annotations.NullMarked;
