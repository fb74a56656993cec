package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Short ways to write rows and keys of {@link HandJoins}. */
final class HandRows {

  private HandRows() {}

  /** A row; whole numbers of any width are held as the source holds them. */
  static Row row(String table, @Nullable Object... values) {
    TableSchema schema = HandJoins.TABLES.schema("public." + table);
    @Nullable Object[] held = new Object[values.length];
    for (int i = 0; i < held.length; i++) {
      held[i] = values[i] instanceof Integer number ? (Object) number.longValue() : values[i];
    }
    return new Row(schema, held);
  }

  static RowKey rowKey(String table, long id) {
    return new RowKey(new TableId("public", table), id);
  }

  static ItemKey itemKey(String partition) {
    return new ItemKey("all", new Value.Text(partition), null);
  }

  /** A row with another value in one column. */
  static Row with(@Nullable Row row, String column, @Nullable Object value) {
    Row before = Objects.requireNonNull(row);
    @Nullable Object[] values = new Object[before.schema().columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = before.get(i);
    }
    values[before.schema().indexOf(column)] = value;
    return new Row(before.schema(), values);
  }
}
