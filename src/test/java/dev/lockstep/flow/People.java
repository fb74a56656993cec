package dev.lockstep.flow;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Unavailable;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.MappingCompiler;
import dev.lockstep.mapping.MappingParser;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.yaml.Interpolation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of people, of whom anything may be wrong, in two kinds of items. */
final class People {
  static final String TARGET = "people";

  /** More digits than DynamoDB holds. */
  static final BigDecimal UNFIT = new BigDecimal("1".repeat(60));

  static final BigDecimal TALL = new BigDecimal("1.94");

  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("public", "people"),
          List.of(
              new Column("id", ColumnType.of(Kind.INTEGER, "bigint"), false),
              new Column("name", ColumnType.of(Kind.TEXT, "text"), true),
              new Column("height", ColumnType.of(Kind.DECIMAL, "numeric"), true),
              new Column("story", ColumnType.of(Kind.TEXT, "text"), true)),
          List.of("id"));

  /** Items by the row's own key: what is wrong with one is its content. */
  static final String BY_ID =
      """
      tables:
        people: { partition-key: pk }
      items:
        person:
          table: people
          from: public.people
          key: { pk: "P#{id}" }
      """;

  /** Items by name: there may be none, or the same one twice. */
  static final String BY_NAME = BY_ID.replace("\"P#{id}\"", "\"{name}\"");

  private People() {}

  static MappingPlan plan(String mapping) {
    return MappingCompiler.compile(
        MappingParser.parse("mapping.yaml", mapping, Interpolation.NONE),
        Map.of(SCHEMA.table(), new SourceTable(SCHEMA, -1, true, List.of("story"))));
  }

  static Row row(long id, @Nullable String name, BigDecimal height) {
    return row(id, name, height, "long");
  }

  static Row row(long id, @Nullable String name, BigDecimal height, String story) {
    return new Row(SCHEMA, new @Nullable Object[] {id, name, height, story});
  }

  /** The source left the story out, because it did not change. */
  static Row withoutStory(long id, String name, BigDecimal height) {
    return new Row(SCHEMA, new @Nullable Object[] {id, name, height, Unavailable.UNAVAILABLE});
  }

  static ItemKey key(String partition) {
    return new ItemKey(TARGET, new Value.Text(partition), null);
  }
}
