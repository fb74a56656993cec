/**
 * What Lockstep measures about itself: one typed method per metric of the contract, held in a
 * Dropwizard registry and shown as Prometheus text and over JMX. Numbers flow in from the whole
 * pipeline on its hot path, so counting is an array index and a {@code LongAdder}; text flows out
 * to the admin API.
 */
@NullMarked
package dev.lockstep.metrics;

import org.jspecify.annotations.NullMarked;
