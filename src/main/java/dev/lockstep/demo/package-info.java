/**
 * A complete world on one machine: an embedded PostgreSQL or MySQL, a DynamoDB Local and a small
 * shop with a live workload, so that the first command a newcomer types shows the product at work.
 * Its libraries are apart from the daemon's; nothing else depends on this package.
 */
@NullMarked
package dev.lockstep.demo;

import org.jspecify.annotations.NullMarked;
