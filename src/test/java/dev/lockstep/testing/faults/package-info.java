/**
 * A proxy in front of DynamoDB Local that does what networks and services do on bad days. Requests
 * flow through it; scripts say what goes wrong with which.
 */
@NullMarked
package dev.lockstep.testing.faults;

import org.jspecify.annotations.NullMarked;
