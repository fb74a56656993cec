package dev.lockstep.mapping;

import dev.lockstep.item.Value;
import org.jspecify.annotations.Nullable;

/** Turns a held value into DynamoDB's. */
@FunctionalInterface
interface Conversion {
  /**
   * The value; null if the attribute is to be left out (an empty set).
   *
   * @param held as the column's type says; never null, never unavailable
   * @throws BadValueException if it cannot be turned
   */
  @Nullable Value convert(Object held);
}
