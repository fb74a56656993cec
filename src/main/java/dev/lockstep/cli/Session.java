package dev.lockstep.cli;

import dev.lockstep.daemon.Operations;

/**
 * What a command works with.
 *
 * @param operations what can be done with a configuration
 * @param terminal where it writes
 * @param shutdown how it learns that it should end
 */
record Session(Operations operations, Terminal terminal, Shutdown shutdown) {}
