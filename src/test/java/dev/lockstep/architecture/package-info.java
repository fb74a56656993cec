/**
 * The house rules as tests: which package may use which, which library lives where, and what a
 * source file may look like. Compiled classes and source text flow in, findings with a place and a
 * remedy flow out.
 */
@NullMarked
package dev.lockstep.architecture;

import org.jspecify.annotations.NullMarked;
