/**
 * What only looks: {@link PreflightCheck} (check), {@link Planning} (plan), {@link Explaining}
 * (explain) and {@link Drafting} (init) ask the source and the target with a configuration or a
 * mapping in hand, and answer with values. Nothing of a pipeline runs, and nothing is changed but
 * the file that a draft is written to.
 */
@NullMarked
package dev.lockstep.inspect;

import org.jspecify.annotations.NullMarked;
