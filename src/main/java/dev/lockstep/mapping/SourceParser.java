package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import dev.lockstep.yaml.Section;
import java.util.List;
import java.util.Optional;

/** Reads the keys that name a table of the source, columns of it, and its rows. */
final class SourceParser {
  private static final TableId STAND_IN = new TableId("?", "?");

  private SourceParser() {}

  /** The table under {@code from}. */
  static TableId from(Section section) {
    section.require("from");
    return section
        .parsed("from", "a table of the form schema.table", TableId::parse)
        .orElse(STAND_IN);
  }

  /** A list of columns; empty if absent. */
  static List<Named> columns(Section section, String key) {
    return section.scalars(key).stream().map(s -> new Named(s.text(), s.place())).toList();
  }

  /** The condition under {@code where}. */
  static Optional<Named> where(Section section) {
    return section.optionalText("where").map(text -> new Named(text, section.placeOf("where")));
  }

  /** The columns under {@code by} and {@code to}. */
  static Reference reference(Section section) {
    List<Named> by =
        section.requiredScalars("by").stream().map(s -> new Named(s.text(), s.place())).toList();
    List<Named> to = columns(section, "to");
    if (!to.isEmpty() && !by.isEmpty() && to.size() != by.size()) {
      section
          .problems()
          .error(
              "WRONG-VALUE",
              "'by' names " + count(by) + " and 'to' names " + count(to),
              section.placeOf("to"),
              "Name the column that equals the first of 'by' first, and so on; without 'to' they"
                  + " equal the row key.");
    }
    return new Reference(by, to);
  }

  private static String count(List<Named> columns) {
    return columns.size() == 1 ? "1 column" : columns.size() + " columns";
  }
}
