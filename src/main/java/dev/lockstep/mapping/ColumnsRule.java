package dev.lockstep.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which columns of the root become attributes of their own name. */
sealed interface ColumnsRule {

  /** The columns that the rule names, for checks. */
  List<Named> named();

  /** Whether a column becomes an attribute. */
  boolean takes(String column);

  /** Whether columns that are added to the table become attributes too. */
  default boolean followsTable() {
    return true;
  }

  /** All of them. */
  record All() implements ColumnsRule {
    @Override
    public List<Named> named() {
      return List.of();
    }

    @Override
    public boolean takes(String column) {
      return true;
    }
  }

  /** Only those named. */
  record Only(List<Named> named) implements ColumnsRule {
    @Override
    public boolean takes(String column) {
      return names(named).contains(column);
    }

    @Override
    public boolean followsTable() {
      return false;
    }
  }

  /** All but those named. */
  record Except(List<Named> named) implements ColumnsRule {
    @Override
    public boolean takes(String column) {
      return !names(named).contains(column);
    }
  }

  private static Set<String> names(List<Named> named) {
    Set<String> names = new HashSet<>();
    named.forEach(n -> names.add(n.name()));
    return names;
  }
}
