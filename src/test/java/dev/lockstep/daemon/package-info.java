/**
 * The daemon as a process against real servers: killed, starved, cut off and misconfigured. What it
 * leaves in DynamoDB is compared with what plain loops over the source's rows say should be there.
 */
@NullMarked
package dev.lockstep.daemon;

import org.jspecify.annotations.NullMarked;
