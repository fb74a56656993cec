/**
 * What users unpack and start: the launcher and the folder that the build makes of the product.
 * Commands flow in, what they print and how they exit flows out.
 */
@NullMarked
package dev.lockstep.distribution;

import org.jspecify.annotations.NullMarked;
