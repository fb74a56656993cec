/**
 * The demo: embedded servers, a small shop, a workload, and the verdict. What it starts, it stops;
 * nothing else depends on this package, and its libraries are apart from the daemon's.
 */
@NullMarked
package dev.lockstep.demo;

import org.jspecify.annotations.NullMarked;
