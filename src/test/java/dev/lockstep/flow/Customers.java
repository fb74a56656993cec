package dev.lockstep.flow;

import dev.lockstep.change.Change;
import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Unavailable;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.MappingCompiler;
import dev.lockstep.mapping.MappingParser;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.yaml.Interpolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One table and the simplest mapping over it, for tests of how transactions are processed. */
final class Customers {
  static final String TARGET = "shop";
  static final TableId TABLE = new TableId("public", "customers");
  static final KeptTable KEPT = new KeptTable(TABLE, List.of("id"), List.of("name"), List.of());
  private static final TableSchema SCHEMA =
      new TableSchema(
          TABLE,
          List.of(
              new Column("id", ColumnType.of(Kind.INTEGER, "bigint"), false),
              new Column("name", ColumnType.of(Kind.TEXT, "text"), true)),
          List.of("id"));
  private static final String MAPPING =
      """
      tables:
        shop: { partition-key: pk }
      items:
        customer:
          table: shop
          from: public.customers
          key: { pk: "C#{id}" }
      """;

  private Customers() {}

  static MappingPlan plan() {
    return MappingCompiler.compile(
        MappingParser.parse("mapping.yaml", MAPPING, Interpolation.NONE),
        Map.of(TABLE, new SourceTable(SCHEMA, -1, true, List.of())));
  }

  static Row row(long id, @Nullable String name) {
    return new Row(SCHEMA, new @Nullable Object[] {id, name});
  }

  /** A row of which the name did not change and was not sent. */
  static Row unsent(long id) {
    return new Row(SCHEMA, new @Nullable Object[] {id, Unavailable.UNAVAILABLE});
  }

  static ItemKey key(long id) {
    return new ItemKey(TARGET, new Value.Text("C#" + id), null);
  }

  static Map<String, Value> item(long id, String name) {
    return Map.of("id", new Value.Num(Long.toString(id)), "name", new Value.Text(name));
  }

  /** A snapshot as the source delivers it: slices, and at last an end without rows. */
  static List<Transaction> snapshot(long position, int slice, List<Row> rows) {
    List<Transaction> slices = new ArrayList<>();
    Version version = new Version(0, position, 0);
    for (int from = 0; from < rows.size(); from += slice) {
      List<Row> part = rows.subList(from, Math.min(rows.size(), from + slice));
      List<Change> reads = part.stream().<Change>map(Change.Read::new).toList();
      slices.add(new Transaction(Transaction.Kind.SNAPSHOT, version, 1, reads, null, 0));
    }
    SourcePosition end = new SourcePosition("after " + position);
    slices.add(new Transaction(Transaction.Kind.SNAPSHOT_END, version, 1, List.of(), end, 0));
    return slices;
  }

  static Transaction transaction(long position, Change... changes) {
    return new Transaction(
        Transaction.Kind.STREAM,
        new Version(0, position, changes.length),
        position,
        List.of(changes),
        new SourcePosition("after " + position),
        0);
  }

  /** The changes with which a transaction begins that does not flow whole. */
  static Transaction firstPart(long position, Change... changes) {
    return new Transaction(
        Transaction.Kind.STREAM,
        new Version(0, position, changes.length),
        position,
        List.of(changes),
        null,
        0);
  }

  static List<Row> named(long from, long to, String prefix) {
    return LongStream.range(from, to).mapToObj(id -> row(id, prefix + id)).toList();
  }
}
