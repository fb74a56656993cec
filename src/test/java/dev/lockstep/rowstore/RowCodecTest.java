package dev.lockstep.rowstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Unavailable;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.KeptTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowCodecTest {
  private static final int ROUNDS = 5_000;
  private static final long SEED = 7_310;
  private static final TableId TABLE = new TableId("public", "everything");

  private final Random random = new Random(SEED);
  private final RandomValues values = new RandomValues(random);

  @Test
  void rowsOfEveryKindComeBackAsTheyWere() {
    TableSchema schema = schemaOfEveryKind();
    StoredTable table = table(schema);
    for (int i = 0; i < ROUNDS; i++) {
      Row row = new Row(schema, randomValues(schema));
      Version version = new Version(random.nextInt(1_000_000), random.nextLong(), i);
      Row kept = table.project(row);
      byte[] bytes = RowCodec.encode(version, table.shapeOf(kept), kept);
      assertThat(RowCodec.decode(table, bytes))
          .as("seed %s round %s", SEED, i)
          .isEqualTo(new StoredRow(version, row));
    }
  }

  @Test
  void aTableRecordComesBackAsItWas() {
    TableSchema schema = schemaOfEveryKind();
    TableRecord record =
        new TableRecord(
            7,
            TABLE,
            List.of("INTEGER"),
            List.of("INTEGER", "TEXT"),
            List.of(new WalkedIndex(3, List.of("TEXT", "DATE"))),
            List.of(schema.columns(), schema.columns().subList(0, 2)));
    assertThat(TableRecord.decode(record.encode())).isEqualTo(record);
  }

  @Test
  void versionsComeBackAndKeepTheirOrder() {
    for (int i = 0; i < ROUNDS; i++) {
      Version left = randomVersion();
      Version right = randomVersion();
      byte[] leftBytes = Keys.history(left, Keys.FIRST);
      assertThat(Keys.historyVersion(leftBytes)).isEqualTo(left);
      assertThat(Integer.signum(Arrays.compareUnsigned(leftBytes, Keys.history(right, Keys.FIRST))))
          .as("seed %s: %s and %s", SEED, left, right)
          .isEqualTo(Integer.signum(left.compareTo(right)));
    }
  }

  private Version randomVersion() {
    return new Version(
        random.nextInt(3), random.nextLong() >> random.nextInt(64), random.nextInt(3));
  }

  private static TableSchema schemaOfEveryKind() {
    List<Column> columns = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
    Collections.swap(kinds, 0, Kind.INTEGER.compareTo(Kind.BOOLEAN));
    for (Kind kind : kinds) {
      ColumnType type =
          kind == Kind.ARRAY
              ? ColumnType.arrayOf(ColumnType.of(Kind.INTEGER, "int8"), "int8[]")
              : ColumnType.of(kind, kind.name());
      columns.add(new Column(kind.name(), type, kind != Kind.INTEGER));
    }
    return new TableSchema(TABLE, columns, List.of("INTEGER"));
  }

  private static StoredTable table(TableSchema schema) {
    List<String> names = schema.columns().stream().map(Column::name).toList();
    KeptTable kept = new KeptTable(TABLE, List.of("INTEGER"), names, List.of());
    return new StoredTable(
        kept,
        new TableRecord(1, TABLE, kept.keyColumns(), List.of(), List.of(), List.of()),
        List.of());
  }

  private @Nullable Object[] randomValues(TableSchema schema) {
    @Nullable Object[] row = new Object[schema.columns().size()];
    for (int i = 0; i < row.length; i++) {
      Column column = schema.columns().get(i);
      row[i] =
          column.nullable() && random.nextInt(10) == 0
              ? Unavailable.UNAVAILABLE
              : values.orNull(column.type().kind());
    }
    return row;
  }
}
