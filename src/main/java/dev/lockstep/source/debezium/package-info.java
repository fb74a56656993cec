/**
 * The change streams of PostgreSQL and MySQL by Debezium's embedded engine: values made canonical
 * as they are read, records decoded straight into rows, rows assembled into whole transactions, and
 * a supervisor that keeps the engine going. Durable positions flow in, transactions flow out. What
 * a database brings of its own stands behind {@link dev.lockstep.source.debezium.Database} and its
 * session: the classes that begin with {@code Postgres} and {@code Slot}, and those that begin with
 * {@code Mysql} and {@code Binlog}; all others know none. Debezium and Kafka Connect are known here
 * and nowhere else.
 */
@NullMarked
package dev.lockstep.source.debezium;

import org.jspecify.annotations.NullMarked;
