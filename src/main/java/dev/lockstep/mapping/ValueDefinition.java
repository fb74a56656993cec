package dev.lockstep.mapping;

import dev.lockstep.item.Value;
import dev.lockstep.yaml.Place;
import org.jspecify.annotations.Nullable;

/** Where the value of an attribute comes from. */
sealed interface ValueDefinition {

  /** Where the mapping says so. */
  Place place();

  /** The same in every item. */
  record Constant(Value value, Place place) implements ValueDefinition {}

  /**
   * A column's value.
   *
   * @param as what it becomes; absent for the default of the column's type
   */
  record FromColumn(Named column, @Nullable As as) implements ValueDefinition {
    @Override
    public Place place() {
      return column.place();
    }
  }

  /** A text made of columns. */
  record FromTemplate(Template template, Place place) implements ValueDefinition {}
}
