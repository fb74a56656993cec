package dev.lockstep.oracle;

import dev.lockstep.change.Column;
import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import java.util.List;
import java.util.Optional;

/** A table of a random schema. */
final class TableModel {
  private final String name;
  private final List<ColumnModel> columns;
  private final List<String> key;
  private final boolean primaryKey;
  private final boolean full;
  private final boolean deferrable;
  private final TableSchema schema;

  /**
   * A column.
   *
   * @param big whether its values are so large that an update leaves them out
   * @param unique whether no two rows have the same value in it
   * @param link whether rows are linked by it, so that its values are few
   */
  record ColumnModel(
      String name, Kind kind, boolean nullable, boolean big, boolean unique, boolean link) {

    /** Of a length that every database can have in a key, if it is not big. */
    private String sql() {
      return kind == Kind.TEXT && !big ? "varchar(200)" : kind.sql();
    }
  }

  /**
   * @param key the primary key, or the columns that a mapping has to name in its stead
   * @param full REPLICA IDENTITY FULL
   * @param deferrable whether two rows may have the same key amid a transaction
   */
  TableModel(
      String name,
      List<ColumnModel> columns,
      List<String> key,
      boolean primaryKey,
      boolean full,
      boolean deferrable) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.key = List.copyOf(key);
    this.primaryKey = primaryKey;
    this.full = full;
    this.deferrable = deferrable;
    this.schema =
        new TableSchema(
            TableId.parse("public." + name),
            columns.stream().map(c -> new Column(c.name(), c.kind().type(), c.nullable())).toList(),
            key,
            deferrable || !primaryKey);
  }

  String name() {
    return name;
  }

  TableId id() {
    return schema.table();
  }

  List<ColumnModel> columns() {
    return columns;
  }

  List<String> key() {
    return key;
  }

  boolean hasPrimaryKey() {
    return primaryKey;
  }

  boolean isFull() {
    return full;
  }

  boolean isDeferrable() {
    return deferrable;
  }

  /** The one instance that all rows share. */
  TableSchema schema() {
    return schema;
  }

  /** As the catalog describes it. */
  SourceTable source(List<ForeignKeyAction> silentActions) {
    List<String> toastable =
        columns.stream().filter(c -> c.kind() == Kind.TEXT).map(ColumnModel::name).toList();
    return new SourceTable(schema, -1, full, toastable, silentActions);
  }

  ColumnModel column(String column) {
    return columns.get(place(column));
  }

  int place(String column) {
    int place = schema.indexOf(column);
    if (place < 0) {
      throw new IllegalArgumentException(name + " has no column " + column);
    }
    return place;
  }

  boolean isKey(String column) {
    return key.contains(column);
  }

  Optional<ColumnModel> unique() {
    return columns.stream().filter(ColumnModel::unique).findFirst();
  }

  /** The table as a statement would make it. */
  String sql() {
    StringBuilder sql = new StringBuilder("CREATE TABLE " + name + " (");
    for (ColumnModel column : columns) {
      sql.append(column.name()).append(' ').append(column.sql());
      sql.append(column.nullable() ? "" : " NOT NULL").append(column.unique() ? " UNIQUE" : "");
      sql.append(", ");
    }
    sql.append(primaryKey ? "PRIMARY KEY (" : "UNIQUE (").append(String.join(", ", key));
    sql.append(deferrable ? ") DEFERRABLE INITIALLY DEFERRED);\n" : "));\n");
    for (ColumnModel column : columns) {
      if (column.big()) {
        sql.append("ALTER TABLE " + name + " ALTER COLUMN " + column.name());
        sql.append(" SET STORAGE EXTERNAL;\n");
      }
    }
    return sql.append(full ? "ALTER TABLE " + name + " REPLICA IDENTITY FULL;\n" : "").toString();
  }

  @Override
  public String toString() {
    return sql();
  }
}
