package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Unavailable;
import dev.lockstep.source.postgres.PostgresTypes;
import dev.lockstep.source.postgres.TableShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records as Debezium makes them, of tables (id, name, note) under REPLICA IDENTITY FULL. */
class RecordDecoderTest {
  private static final TableNeeds NEEDS = new TableNeeds(List.of("id"), List.of(), List.of());
  private static final TableShape FULL =
      new TableShape(List.of("id"), List.of(), true, List.of(List.of("id")));
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .build();
  private static final Schema END =
      SchemaBuilder.struct()
          .field("status", Schema.STRING_SCHEMA)
          .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  private final List<TableId> shapesRead = new ArrayList<>();
  private final List<Transaction> taken = new ArrayList<>();
  private @Nullable RecordDecoder made;

  @BeforeEach
  void streamFromTheStart(@TempDir Path dir) throws Exception {
    Assembler assembler =
        new Assembler(
            0,
            new Assembler.Limits(500, 100_000, 300),
            false,
            () -> PostgresRecords.place(0),
            new Spill(dir),
            taken::add);
    TableDecoders decoders =
        new TableDecoders(
            Map.of(table("a"), NEEDS, table("b"), NEEDS),
            new PostgresShapes(
                new PostgresTypes(Map.of()),
                table -> {
                  shapesRead.add(table);
                  return Optional.of(FULL);
                }));
    made = new RecordDecoder(decoders, new PostgresRecords("p"), assembler, "p");
  }

  @Test
  void aTableIsLookedUpOnceForEachDescriptionHoweverTablesAlternate() throws Exception {
    Schema a = envelope();
    Schema b = envelope();
    for (int i = 0; i < 3; i++) {
      decode(deleted("a", a, 1, "n"), deleted("b", b, 1, "n"));
    }

    assertThat(shapesRead).containsExactly(table("a"), table("b"));
  }

  @Test
  void onlyTheNewestDescriptionOfATableIsKept() throws Exception {
    Schema first = envelope();
    Schema b = envelope();
    decode(deleted("a", first, 1, "n"), deleted("b", b, 1, "n"), deleted("a", envelope(), 2, "n"));
    shapesRead.clear();

    decode(deleted("b", b, 2, "n"), deleted("a", first, 3, "n"));

    assertThat(shapesRead).containsExactly(table("a"));
  }

  @Test
  void descriptionsOfTheSameShapeShareOneSchema() throws Exception {
    List<Row> gone = decode(deleted("a", envelope(), 1, "n"), deleted("a", envelope(), 2, "n"));

    assertThat(gone.get(0).schema()).isSameAs(gone.get(1).schema());
  }

  @Test
  void aDeleteFromBeforeTheReplicaIdentityBecameFullTellsOnlyTheKey() throws Exception {
    Row gone = decode(deleted("a", envelope(), 7, null)).get(0);

    assertThat(gone.get("id")).isEqualTo(7L);
    assertThat(gone.get("name")).isEqualTo(Unavailable.UNAVAILABLE);
    assertThat(gone.get("note")).isEqualTo(Unavailable.UNAVAILABLE);
  }

  @Test
  void aDeletedRowOfNothingButNullsIsTrustedOnceTheReplicaIdentityHasShownItselfFull()
      throws Exception {
    Schema full = envelope();

    List<Row> gone = decode(deleted("a", full, 1, "n"), deleted("a", full, 7, null));

    assertThat(gone.get(0).get("note")).isNull();
    assertThat(gone.get(1).hasUnavailable()).isFalse();
  }

  @Test
  void whatOneDescriptionHasShownSaysNothingOfAnother() throws Exception {
    List<Row> gone = decode(deleted("a", envelope(), 1, "n"), deleted("a", envelope(), 7, null));

    assertThat(gone.get(1).get("name")).isEqualTo(Unavailable.UNAVAILABLE);
  }

  @Test
  void anUpdateThatKeptTheKeyShowsThatTheReplicaIdentityIsFull() throws Exception {
    Schema schema = envelope();
    Struct value = change("a", schema, "u").put("before", row(schema, 1, null));
    value.put("after", row(schema, 1, "n"));

    List<Row> earlier = decode(record("p.public.a", value), deleted("a", schema, 7, null));

    assertThat(earlier).noneMatch(Row::hasUnavailable);
  }

  /** The earlier states of the rows that the records of one transaction changed. */
  private List<Row> decode(SourceRecord... records) throws InterruptedException {
    RecordDecoder decoder = Objects.requireNonNull(made);
    decoder.accept(record("p.transaction", new Struct(END).put("status", "BEGIN")));
    for (SourceRecord record : records) {
      decoder.accept(record);
    }
    Struct end = new Struct(END).put("status", "END").put("event_count", (long) records.length);
    decoder.accept(record("p.transaction", end));
    return taken.get(taken.size() - 1).changes().stream().map(RecordDecoderTest::before).toList();
  }

  private static Row before(Change change) {
    return change instanceof Change.Delete delete
        ? delete.before()
        : Objects.requireNonNull(((Change.Update) change).before());
  }

  private static TableId table(String name) {
    return new TableId("public", name);
  }

  /** A new instance, as after each description of the table that the server sends. */
  private static Schema envelope() {
    Schema row =
        SchemaBuilder.struct()
            .optional()
            .field("id", column(SchemaBuilder.int64(), "int8"))
            .field("name", column(SchemaBuilder.string(), "text"))
            .field("note", column(SchemaBuilder.string(), "text"))
            .build();
    return SchemaBuilder.struct()
        .field("op", Schema.STRING_SCHEMA)
        .field("before", row)
        .field("after", row)
        .field("source", SOURCE)
        .build();
  }

  private static Schema column(SchemaBuilder schema, String type) {
    return schema.optional().parameter(CanonicalSchemas.TYPE_PARAMETER, type).build();
  }

  private static SourceRecord deleted(String table, Schema schema, long id, @Nullable String name) {
    Struct value = change(table, schema, "d").put("before", row(schema, id, name));
    return record("p.public." + table, value);
  }

  private static Struct change(String table, Schema schema, String operation) {
    Struct source = new Struct(SOURCE).put("schema", "public").put("table", table);
    return new Struct(schema).put("op", operation).put("source", source);
  }

  private static Struct row(Schema schema, long id, @Nullable String name) {
    return new Struct(schema.field("before").schema()).put("id", id).put("name", name);
  }

  private static SourceRecord record(String topic, Struct value) {
    Map<String, Object> offset = Map.of("lsn", 9L, "lsn_commit", 9L, "ts_usec", 5L);
    return new SourceRecord(Map.of(), offset, topic, value.schema(), value);
  }
}
