package dev.lockstep.change;

import java.util.Comparator;

/**
 * Names a table of the source.
 *
 * @param schema the schema (PostgreSQL) or the database (MySQL)
 * @param name the table
 */
public record TableId(String schema, String name) implements Comparable<TableId> {
  private static final Comparator<TableId> ORDER =
      Comparator.comparing(TableId::schema).thenComparing(TableId::name);

  /**
   * Reads {@code schema.table}.
   *
   * @throws IllegalArgumentException if there is not exactly one part before and after a dot
   */
  public static TableId parse(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0 || dot == text.length() - 1) {
      throw new IllegalArgumentException("'" + text + "' is not of the form schema.table");
    }
    return new TableId(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public int compareTo(TableId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return schema + "." + name;
  }
}
