package dev.lockstep.oracle;

import dev.lockstep.item.Value;
import dev.lockstep.oracle.MappingModel.Condition.Operator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping as its generator knows it. Columns are paths: {@code name}, {@code lookup.name}. */
record MappingModel(List<Target> targets, List<ItemModel> items) {

  /**
   * A target table.
   *
   * @param sort the sort key attribute; absent in a table without one
   * @param index key attributes of its index; empty if there is none
   */
  record Target(String name, String partition, Optional<String> sort, List<String> index) {}

  /** An item type. */
  record ItemModel(
      String name,
      Target target,
      TableModel root,
      Map<String, ValueModel> key,
      Optional<Condition> where,
      Content content) {}

  /**
   * What a row shows.
   *
   * @param keepsNulls absent where the mapping says nothing
   */
  record Content(
      Columns columns,
      Map<String, ValueModel> attributes,
      Map<String, Embed> embeds,
      Map<String, Lookup> lookups,
      Optional<Boolean> keepsNulls) {

    boolean showsColumn(String column) {
      boolean overridden =
          attributes.containsKey(column)
              || embeds.containsKey(column)
              || (lookups.containsKey(column) && lookups.get(column).shows());
      return columns.takes(column) && !overridden;
    }
  }

  /**
   * Which columns show.
   *
   * @param rule what the mapping says
   * @param names the columns that it names
   */
  record Columns(Rule rule, List<String> names) {
    enum Rule {
      /** Nothing: all, but for embeds those of {@code by}, which {@code names} has. */
      ABSENT,
      ALL,
      ONLY,
      EXCEPT
    }

    boolean takes(String column) {
      return switch (rule) {
        case ALL -> true;
        case ONLY -> names.contains(column);
        case ABSENT, EXCEPT -> !names.contains(column);
      };
    }
  }

  /** Rows that reference a row. */
  record Embed(
      TableModel from,
      List<String> by,
      Optional<List<String>> to,
      Form form,
      Optional<ValueModel> key,
      Optional<ValueModel> value,
      Optional<Condition> where,
      List<Order> orderBy,
      int limit,
      Content content) {}

  enum Form {
    LIST,
    MAP,
    OBJECT,
    STRING_SET,
    NUMBER_SET
  }

  record Order(String path, boolean descending) {}

  /** A row that a row references. */
  record Lookup(
      TableModel from,
      List<String> by,
      Optional<List<String>> to,
      Optional<List<String>> columns,
      Optional<ValueModel.Template> text,
      Map<String, Lookup> lookups) {

    boolean shows() {
      return columns.isPresent() || text.isPresent();
    }
  }

  /** Where a value comes from. */
  sealed interface ValueModel {

    record Constant(Value value, Object yaml) implements ValueModel {}

    /**
     * A column, converted.
     *
     * @param as empty for the default
     */
    record Column(String path, Optional<String> as) implements ValueModel {}

    record Template(List<Part> parts) implements ValueModel {}

    /** A literal if there is no path, else a hole. */
    record Part(String literal, Optional<String> path, List<String> filters) {
      static Part text(String literal) {
        return new Part(literal, Optional.empty(), List.of());
      }

      static Part hole(String path, String... filters) {
        return new Part("", Optional.of(path), List.of(filters));
      }
    }
  }

  /** When a row counts. */
  sealed interface Condition {
    enum Operator {
      EQUAL("=="),
      UNEQUAL("!="),
      LESS("<"),
      AT_LEAST(">=");

      private final String sign;

      Operator(String sign) {
        this.sign = sign;
      }

      String sign() {
        return sign;
      }
    }

    record Compare(String path, Kind kind, Operator operator, Object constant)
        implements Condition {}

    record IsNull(String path, boolean negated) implements Condition {}

    record And(Condition first, Condition second) implements Condition {}

    record Or(Condition first, Condition second) implements Condition {}

    record Not(Condition inner) implements Condition {}

    /** How many elements or entries an embed shows. */
    record Size(String embed, Operator operator, int count) implements Condition {}

    /** Whether an element of a list has a whole number in a column of at least some size. */
    record Exists(String embed, String column, long least) implements Condition {}

    /** Whether an object or set is there. */
    record Present(String embed) implements Condition {}
  }

  /** The operators that every kind knows. */
  static final List<Operator> EQUALITIES = List.of(Operator.EQUAL, Operator.UNEQUAL);

  @Override
  public String toString() {
    return MappingText.of(this);
  }
}
