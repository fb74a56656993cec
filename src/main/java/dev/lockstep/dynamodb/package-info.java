/**
 * Everything that speaks the AWS SDK: the item store, the control table, the target tables and what
 * DynamoDB's errors mean. Item writes, leases and checkpoints flow in; outcomes, records and
 * problems flow out. No SDK type leaves the package.
 */
@NullMarked
package dev.lockstep.dynamodb;

import org.jspecify.annotations.NullMarked;
