/**
 * Brings item writes to their store: a queue per key with one request in flight, a bounded window,
 * retries, unknown outcomes, tombstones and the write budget. Writes of mapped transactions flow
 * in, acknowledgements flow out to the ledger. The deciding cores take events and an instant and do
 * no I/O.
 */
@NullMarked
package dev.lockstep.apply;

import org.jspecify.annotations.NullMarked;
