package dev.lockstep.draft;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the templates of keys. */
final class KeyText {
  private static final int WIDEST_PAD = 100;
  private static final Set<Kind> WITHOUT_SIGN =
      Set.of(
          Kind.BOOLEAN,
          Kind.INTEGER,
          Kind.DECIMAL,
          Kind.FLOAT,
          Kind.DATE,
          Kind.TIME,
          Kind.TIMESTAMP,
          Kind.TIMESTAMP_TZ,
          Kind.UUID,
          Kind.BITS);

  private KeyText() {}

  /**
   * A column in a template.
   *
   * @param name as the template calls it: {@code id}, {@code order.customer_id}
   * @param field the column itself
   */
  record Part(String name, Field field) {}

  /** Columns of a table, those that it does not have left out. */
  static List<Field> fields(TableStructure table, List<String> columns) {
    return columns.stream().flatMap(column -> table.field(column).stream()).toList();
  }

  /** A table's own columns in a template. */
  static List<Part> parts(TableStructure table, List<String> columns) {
    return fields(table, columns).stream().map(field -> new Part(field.name(), field)).toList();
  }

  /** A partition key: texts are escaped, so that no value looks like two. */
  static String partition(String prefix, List<Part> parts) {
    return joined(prefix, parts.stream().map(part -> hole(part, "")).toList());
  }

  /** A sort key: whole numbers are padded too, so that they sort as numbers. */
  static String sort(String prefix, List<Part> parts) {
    return joined(prefix, parts.stream().map(part -> hole(part, padding(part.field()))).toList());
  }

  private static String joined(String prefix, List<String> holes) {
    String text = holes.stream().collect(Collectors.joining("#"));
    return prefix.isEmpty() || text.isEmpty() ? prefix + text : prefix + "#" + text;
  }

  private static String hole(Part part, String padding) {
    String escape = WITHOUT_SIGN.contains(part.field().type().kind()) ? "" : "|escape";
    return "{" + part.name() + padding + escape + "}";
  }

  private static String padding(Field field) {
    int width =
        field.type().kind() == Kind.INTEGER ? digits(field.type().sourceName()) : field.digits();
    return width == 0 || width > WIDEST_PAD ? "" : "|pad:" + width;
  }

  private static int digits(String type) {
    return switch (type) {
      case "tinyint", "tinyint unsigned" -> 3;
      case "int2", "smallint", "smallint unsigned" -> 5;
      case "mediumint", "mediumint unsigned" -> 8;
      case "int4", "oid", "int", "int unsigned" -> 10;
      default -> 19;
    };
  }

  /** The type of a key attribute that holds the column itself; empty text if it can be none. */
  static String type(Field field) {
    return switch (field.type().kind()) {
      case INTEGER, DECIMAL -> "N";
      case TEXT, UUID, ENUM, DATE, TIMESTAMP, TIMESTAMP_TZ -> "S";
      default -> "";
    };
  }
}
