/**
 * What the benchmarks run against and with: an endpoint that answers writes at once, so that what
 * is measured is the client. Nothing here is part of the product or of its tests.
 */
@NullMarked
package dev.lockstep.bench;

import org.jspecify.annotations.NullMarked;
