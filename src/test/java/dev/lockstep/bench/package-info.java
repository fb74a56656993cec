/**
 * The benchmark: what Lockstep adds to the bare Debezium engine, and what it gains over a plain
 * loop, all reading the same prepared log of one PostgreSQL, each in a process of its own. Options
 * flow in, a table and JSON flow out ({@code docs/benchmarks.md}). Its endpoint answers writes at
 * once, so that what is measured is the client. Nothing here is part of the product or of its
 * tests.
 */
@NullMarked
package dev.lockstep.bench;

import org.jspecify.annotations.NullMarked;
