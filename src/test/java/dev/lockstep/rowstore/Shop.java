package dev.lockstep.rowstore;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.KeptTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Orders and their lines, for tests that are read. */
final class Shop {
  static final TableId ORDERS = new TableId("public", "orders");
  static final TableId LINES = new TableId("public", "lines");
  static final StoreIdentity IDENTITY = new StoreIdentity("shop", "7", "plan-1");

  /** The place of the only index of {@link #LINES} by order. */
  static final int BY_ORDER = 0;

  /** The place of the index of {@link #LINES} by the first key column. */
  static final int BY_WAREHOUSE = 1;

  static final KeptTable KEPT_ORDERS =
      new KeptTable(ORDERS, List.of("id"), List.of("status"), List.of());
  static final KeptTable KEPT_LINES =
      new KeptTable(
          LINES,
          List.of("warehouse", "no"),
          List.of("order_id", "note"),
          List.of(List.of("order_id"), List.of("warehouse")));
  static final List<KeptTable> KEPT = List.of(KEPT_ORDERS, KEPT_LINES);

  private static final TableSchema ORDER_SCHEMA =
      schema(ORDERS, List.of("id"), column("id", Kind.INTEGER), column("status", Kind.TEXT));
  private static final TableSchema LINE_SCHEMA =
      schema(
          LINES,
          List.of("warehouse", "no"),
          column("no", Kind.INTEGER),
          column("warehouse", Kind.TEXT),
          column("internal", Kind.TEXT),
          column("order_id", Kind.INTEGER),
          column("note", Kind.TEXT));

  private Shop() {}

  static Column column(String name, Kind kind) {
    return new Column(name, ColumnType.of(kind, kind.name()), true);
  }

  static TableSchema schema(TableId table, List<String> key, Column... columns) {
    return new TableSchema(table, List.of(columns), key);
  }

  static Version version(long number) {
    return new Version(0, number, 1);
  }

  static Row order(long id, String status) {
    return new Row(ORDER_SCHEMA, new @Nullable Object[] {id, status});
  }

  static RowKey orderKey(long id) {
    return new RowKey(ORDERS, id);
  }

  /** A line as the source has it, with a column that is not kept. */
  static Row line(String warehouse, long no, @Nullable Object orderId, @Nullable Object note) {
    return new Row(LINE_SCHEMA, new @Nullable Object[] {no, warehouse, "secret", orderId, note});
  }

  static RowKey lineKey(String warehouse, long no) {
    return new RowKey(LINES, warehouse, no);
  }

  static RowChange inserted(Row row) {
    return new RowChange(row.key(), null, row, null, true);
  }

  /** An update of which the source sent no before image. */
  static RowChange updated(Row row) {
    return new RowChange(row.key(), null, row, null, false);
  }

  static RowChange deleted(RowKey key) {
    return new RowChange(key, null, null, null, false);
  }

  static RowChange moved(RowKey from, Row row) {
    return new RowChange(row.key(), null, row, from, false);
  }
}
