package dev.lockstep.rowstore;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.TableSchema;
import dev.lockstep.mapping.KeptTable;
import java.util.Arrays;
import java.util.List;

/**
 * The columns of a table as they were while some of its rows were stored, and how such rows show
 * today. A change of the source's or of the kept columns makes a new shape; rows of older ones stay
 * as they are.
 */
final class Shape {
  private final int number;
  private final List<Column> columns;
  private final TableSchema schema;
  private final int[] places;
  private final boolean whole;

  /**
   * @param number from 1
   * @param columns those of the stored rows, in the order of their values
   */
  Shape(int number, List<Column> columns, KeptTable kept) {
    this.number = number;
    this.columns = List.copyOf(columns);
    this.schema =
        new TableSchema(
            kept.table(),
            kept.columns().stream().map(name -> find(columns, name)).toList(),
            kept.keyColumns());
    this.places = columns.stream().mapToInt(column -> schema.indexOf(column.name())).toArray();
    this.whole =
        Arrays.stream(places).filter(place -> place >= 0).count() == schema.columns().size();
  }

  /** A column of a schema, or one that holds nothing if the schema lacks it. */
  static Column find(List<Column> columns, String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseGet(() -> absent(name));
  }

  private static Column absent(String name) {
    return new Column(name, ColumnType.of(ColumnType.Kind.UNSUPPORTED, "absent"), true);
  }

  int number() {
    return number;
  }

  List<Column> columns() {
    return columns;
  }

  /** The kept columns in their order, with the types of this shape. */
  TableSchema schema() {
    return schema;
  }

  /** For each stored value its place in {@link #schema}, or -1 if it is no longer kept. */
  int[] places() {
    return places;
  }

  /** Whether stored rows have all columns that are kept. */
  boolean isWhole() {
    return whole;
  }
}
