package dev.lockstep.mapping;

import dev.lockstep.yaml.Place;

/**
 * A word of the mapping that refers to something: a table, a column; or an expression.
 *
 * @param name as written
 * @param place where it is written
 */
record Named(String name, Place place) {
  @Override
  public String toString() {
    return name;
  }
}
