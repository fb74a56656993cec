/**
 * What DynamoDB is to hold: items, their keys and values, the versioned writes that bring them
 * there and what became of a write. The mapping produces writes, the applier carries them out.
 * Plain values without I/O and without the AWS SDK.
 */
@NullMarked
package dev.lockstep.item;

import org.jspecify.annotations.NullMarked;
