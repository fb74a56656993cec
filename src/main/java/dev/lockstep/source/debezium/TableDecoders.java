package dev.lockstep.source.debezium;

import dev.lockstep.change.Column;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Compiles decoders for tables as their shapes become known: at the start, after each reconnect and
 * after each ALTER TABLE. Equal shapes share one {@link TableSchema}, so that consumers' caches
 * hold.
 */
final class TableDecoders {
  /** Shapes of a table that are kept to be shared: few are ever seen again. */
  private static final int MAX_SHAPES = 16;

  private final Map<TableId, TableNeeds> needs;
  private final TableShapes shapes;
  private final Map<TableId, List<TableSchema>> known = new HashMap<>();

  TableDecoders(Map<TableId, TableNeeds> needs, TableShapes shapes) {
    this.needs = needs;
    this.shapes = shapes;
  }

  /** Whether the pipeline needs the table. */
  boolean isNeeded(TableId table) {
    return needs.containsKey(table);
  }

  /**
   * The decoder for the rows of a table that the pipeline needs.
   *
   * @param rowKey the schema of a row's key; absent if the table has no key
   * @throws LockstepException if a column that identifies rows is gone
   */
  TableDecoder compile(TableId table, @Nullable Schema rowKey, Schema row) {
    TableNeeds need = Objects.requireNonNull(needs.get(table), "a table that is needed");
    TableShapes.Shape shape = shapes.shape(table, rowKey, need.identity());
    TableSchema schema =
        share(schema(table, columns(row, shape.key()), shape.key(), shape.deferrable()));
    return new TableDecoder(
        schema, row.fields(), shape.fullBeforeImage(), shape.beforeColumns(), shapes::parse);
  }

  private List<Column> columns(Schema row, List<String> key) {
    List<Column> columns = new ArrayList<>();
    for (Field field : row.fields()) {
      boolean nullable = !key.contains(field.name()) && !CanonicalSchemas.isNotNull(field.schema());
      columns.add(new Column(field.name(), shapes.columnType(field.schema()), nullable));
    }
    return columns;
  }

  private static TableSchema schema(
      TableId table, List<Column> columns, List<String> key, boolean deferrable) {
    Set<String> names = Set.copyOf(columns.stream().map(Column::name).toList());
    for (String column : key) {
      if (!names.contains(column)) {
        throw new LockstepException(keyColumnGone(table, column));
      }
    }
    return new TableSchema(table, columns, key, deferrable);
  }

  private static Problem keyColumnGone(TableId table, String column) {
    return Problem.error(
        Category.SOURCE,
        "KEY-COLUMN-MISSING",
        "the column " + column + ", which identifies the rows of " + table + ", is gone",
        table.toString(),
        "bring the column back or change the mapping, then load the table again");
  }

  private TableSchema share(TableSchema schema) {
    List<TableSchema> ofTable = known.computeIfAbsent(schema.table(), t -> new ArrayList<>());
    for (TableSchema other : ofTable) {
      if (other.columns().equals(schema.columns())
          && other.keyColumns().equals(schema.keyColumns())
          && other.deferrableKey() == schema.deferrableKey()) {
        return other;
      }
    }
    if (ofTable.size() == MAX_SHAPES) {
      ofTable.remove(0);
    }
    ofTable.add(schema);
    return schema;
  }
}
