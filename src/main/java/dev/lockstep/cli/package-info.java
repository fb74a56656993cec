/**
 * The command line: one class per command, thin over {@link dev.lockstep.daemon.Operations}, and
 * what they share: the terminal, the way problems are printed, exit codes and logging. Arguments
 * flow in; text for people or JSON for programs flows out.
 */
@NullMarked
package dev.lockstep.cli;

import org.jspecify.annotations.NullMarked;
