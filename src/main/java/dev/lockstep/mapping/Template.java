package dev.lockstep.mapping;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text with holes that columns fill.
 *
 * @param parts literals and holes in order; no two literals stand side by side
 */
record Template(List<Part> parts) {

  /** A piece of a template. */
  sealed interface Part {}

  /** Text that stands for itself. */
  record Literal(String text) implements Part {
    @Override
    public String toString() {
      return text.replace("{", "{{").replace("}", "}}");
    }
  }

  /**
   * A place that a column's value fills.
   *
   * @param column the column
   * @param time how a date or time is written; absent for its text form
   * @param filters what is done with the text, in order
   */
  record Hole(String column, @Nullable TimePrecision time, List<TextFilter> filters)
      implements Part {

    /** Whether the hole is filled by the value's plain text form. */
    boolean isPlain() {
      return time == null && filters.isEmpty();
    }

    @Override
    public String toString() {
      String utc = time == null ? "" : "|" + time;
      return "{"
          + column
          + utc
          + filters.stream().map(f -> "|" + f).collect(Collectors.joining())
          + "}";
    }
  }

  /** The holes in order. */
  List<Hole> holes() {
    return parts.stream().filter(Hole.class::isInstance).map(Hole.class::cast).toList();
  }

  /** The one column that the template consists of, without any filter; or null. */
  @Nullable String onlyColumn() {
    return parts.size() == 1 && parts.get(0) instanceof Hole hole && hole.isPlain()
        ? hole.column()
        : null;
  }

  /** The template in its one form. */
  @Override
  public String toString() {
    return parts.stream().map(Object::toString).collect(Collectors.joining());
  }
}
