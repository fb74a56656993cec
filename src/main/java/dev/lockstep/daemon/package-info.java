/**
 * The composition root: wires one pipeline by hand from its configuration, watches over its life
 * and says how it stands. A configuration flows in; status, findings and metrics flow out to the
 * admin API, the command line and the demo.
 */
@NullMarked
package dev.lockstep.daemon;

import org.jspecify.annotations.NullMarked;
