package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.TableSchema;
import dev.lockstep.yaml.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Warns where two rows could come to have the same item key. */
final class KeyChecks {
  private final String name;
  private final Map<String, ValueDefinition> key;
  private final TableSchema schema;
  private final Problems problems;

  KeyChecks(String name, Map<String, ValueDefinition> key, TableSchema schema, Problems problems) {
    this.name = name;
    this.key = key;
    this.schema = schema;
    this.problems = problems;
  }

  /** Two holes whose texts can run into each other. */
  private record Ambiguity(Template.Hole first, Template.Hole second) {}

  void check() {
    checkUnique();
    key.values().forEach(this::checkSplittable);
  }

  /** Whether rows with different row keys always have different item keys. */
  boolean tellsRowsApart() {
    return lost().isEmpty() && key.values().stream().noneMatch(v -> ambiguity(v) != null);
  }

  /** The columns of the row key whose differences the item key does not show. */
  private List<String> lost() {
    Set<String> distinguished = new HashSet<>();
    key.values().forEach(value -> distinguished.addAll(faithful(value)));
    List<String> lost = new ArrayList<>(schema.keyColumns());
    lost.removeAll(distinguished);
    return lost;
  }

  private void checkUnique() {
    List<String> lost = lost();
    if (!lost.isEmpty()) {
      problems.warning(
          "KEY-NOT-UNIQUE",
          "the item key of '"
              + name
              + "' does not tell apart rows that differ in "
              + String.join(", ", lost)
              + ", which is in the row key: two rows may become one item",
          key.values().iterator().next().place(),
          "Add {"
              + lost.get(0)
              + "} to the key, unless the source keeps the key's columns unique.");
    }
  }

  /** The columns whose different values give different key values. */
  private static List<String> faithful(ValueDefinition value) {
    if (value instanceof ValueDefinition.FromTemplate template) {
      return template.template().holes().stream()
          .filter(KeyChecks::isFaithful)
          .map(Template.Hole::column)
          .toList();
    }
    return value instanceof ValueDefinition.FromColumn column && isFaithful(column.as())
        ? List.of(column.column().name())
        : List.of();
  }

  private static boolean isFaithful(@Nullable As as) {
    return as != As.EPOCH_SECONDS && as != As.EPOCH_MILLIS && as != As.BOOLEAN;
  }

  private static boolean isFaithful(Template.Hole hole) {
    boolean cut = hole.time() != null && hole.time() != TimePrecision.MICROS;
    return !cut
        && hole.filters().stream()
            .noneMatch(f -> f instanceof TextFilter.Lower || f instanceof TextFilter.Upper);
  }

  private void checkSplittable(ValueDefinition value) {
    Ambiguity ambiguity = ambiguity(value);
    if (ambiguity != null) {
      ambiguous(value, ambiguity.first(), ambiguity.second());
    }
  }

  /** Texts of two columns must not run into each other: a#b and c, or a and b#c. */
  private @Nullable Ambiguity ambiguity(ValueDefinition value) {
    if (!(value instanceof ValueDefinition.FromTemplate template)) {
      return null;
    }
    List<Template.Part> parts = template.template().parts();
    for (int i = 0; i < parts.size(); i++) {
      for (int j = i + 1; j < parts.size(); j++) {
        if (parts.get(i) instanceof Template.Hole first
            && parts.get(j) instanceof Template.Hole second
            && runTogether(first, after(parts, i), second, after(parts, j - 2))) {
          return new Ambiguity(first, second);
        }
      }
    }
    return null;
  }

  /** The literal after a part; empty if there is none. */
  private static String after(List<Template.Part> parts, int index) {
    return index + 1 < parts.size() && parts.get(index + 1) instanceof Template.Literal literal
        ? literal.text()
        : "";
  }

  private boolean runTogether(
      Template.Hole first, String behindFirst, Template.Hole second, String beforeSecond) {
    if (isFixed(first) || isFixed(second)) {
      return false;
    }
    Characters left = KeyPattern.characters(first, schema);
    Characters right = KeyPattern.characters(second, schema);
    return left.containsAll(behindFirst)
        && left.containsAll(beforeSecond)
        && right.containsAll(behindFirst)
        && right.containsAll(beforeSecond);
  }

  /** Whether all values have one length. */
  private boolean isFixed(Template.Hole hole) {
    int place = schema.indexOf(hole.column());
    return place < 0 || schema.columns().get(place).type().kind() == ColumnType.Kind.UUID;
  }

  private void ambiguous(ValueDefinition value, Template.Hole first, Template.Hole second) {
    problems.warning(
        "KEY-AMBIGUOUS",
        "in the key of item type '"
            + name
            + "' the values of "
            + first.column()
            + " and "
            + second.column()
            + " can run into each other: different rows may have the same key",
        value.place(),
        "Put '#' between them and write {" + first.column() + "|escape}.");
  }
}
