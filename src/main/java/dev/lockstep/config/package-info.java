/**
 * What an operator asks for: {@code lockstep.yaml} flows in, a {@link dev.lockstep.config.Config}
 * with every limit by name flows out, or all that is wrong with the file at once. Secrets are of a
 * type that cannot be printed by accident.
 */
@NullMarked
package dev.lockstep.config;

import org.jspecify.annotations.NullMarked;
