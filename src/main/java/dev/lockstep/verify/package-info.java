/**
 * The proof that the target holds what the source says. The source is read in chunks by primary
 * key, the plan makes of each chunk the items that should be there, the target is asked for just
 * those, and the keys of the whole target are matched against those of the source. What seems to
 * differ is looked at again until it is certain. A {@link dev.lockstep.verify.VerifyRequest} flows
 * in, progress and a {@link dev.lockstep.verify.VerifyReport} flow out.
 */
@NullMarked
package dev.lockstep.verify;

import org.jspecify.annotations.NullMarked;
