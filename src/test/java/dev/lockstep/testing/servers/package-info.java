/** The source servers of tests that run on more than one database, and what is said to them. */
@NullMarked
package dev.lockstep.testing.servers;

import org.jspecify.annotations.NullMarked;
