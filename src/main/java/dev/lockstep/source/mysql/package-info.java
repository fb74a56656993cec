/**
 * MySQL by plain SQL, without its change stream: how to connect, what its tables are, how its types
 * and values are held, the place in its binary log, the heartbeat table, and what is wrong with a
 * server before a pipeline starts on it. Options flow in, table descriptions and findings flow out.
 */
@NullMarked
package dev.lockstep.source.mysql;

import org.jspecify.annotations.NullMarked;
