/**
 * The change stream of PostgreSQL by Debezium's embedded engine: values made canonical as they are
 * read, records decoded straight into rows, rows assembled into whole transactions, and a
 * supervisor that keeps the engine going. Durable positions flow in, transactions flow out.
 * Debezium and Kafka Connect are known here and nowhere else.
 */
@NullMarked
package dev.lockstep.source.debezium;

import org.jspecify.annotations.NullMarked;
