/**
 * Makes the parts of a pipeline of its configuration: {@link Wiring} says in their own words what
 * the configuration says, {@link SourceSide} and {@link Servers} connect. Nothing runs here.
 */
@NullMarked
package dev.lockstep.wiring;

import org.jspecify.annotations.NullMarked;
