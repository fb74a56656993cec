/**
 * Port to the relational database: a stream of transactions from a position, a catalog of tables,
 * and a plain reading of rows. Nothing outside {@code source.debezium}, {@code source.postgres} and
 * {@code source.mysql} knows which database it is.
 */
@NullMarked
package dev.lockstep.source;

import org.jspecify.annotations.NullMarked;
