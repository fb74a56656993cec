/**
 * The admin API: the state of the pipeline, its metrics and its health over HTTP, and the client
 * that the command line reads it with. Requests flow in, what the pipeline says of itself flows
 * out; it decides nothing.
 */
@NullMarked
package dev.lockstep.admin;

import org.jspecify.annotations.NullMarked;
