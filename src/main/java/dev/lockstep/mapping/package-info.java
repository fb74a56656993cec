/**
 * Turns rows into items: the definition as written, the compiler that checks it against the
 * source's tables, the immutable plan, and the pure mapper that carries the plan out. Net
 * transactions flow in, item writes flow out. No I/O but the reading of the definition file.
 */
@NullMarked
package dev.lockstep.mapping;

import org.jspecify.annotations.NullMarked;
