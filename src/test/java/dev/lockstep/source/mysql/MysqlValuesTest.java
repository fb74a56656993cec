package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.demo.MysqlServer;
import java.io.Serializable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedMysql.class)
class MysqlValuesTest {
  private static final List<TypeMatrix.Case> CASES = TypeMatrix.cases();
  private static final TableId TABLE = new TableId("matrix", "matrix");

  @Test
  void everyTypeIsHeldAlikeByPlainReadingAndFromTheLog(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "matrix");
    database.execute(TypeMatrix.createTable("matrix"));
    MysqlOptions options = database.options(dir);
    try (MysqlAdmin admin = new MysqlAdmin(options);
        MysqlCatalog catalog = new MysqlCatalog(options);
        BinlogRows log = BinlogRows.from(options, admin.status().orElseThrow().position())) {
      insert(database);
      TableSchema schema =
          Objects.requireNonNull(catalog.describe(Map.of(TABLE, List.of())).get(TABLE)).schema();
      assertKinds(schema);
      List<Row> rows = new ArrayList<>();
      catalog.read(schema, rows::add);
      assertThat(rows).hasSize(1);
      List<@Nullable Serializable> logged = log.next().row();
      Map<String, String> charsets = charsets(database);
      SoftAssertions.assertSoftly(
          softly -> {
            assertPlain(softly, rows.get(0));
            assertLogged(softly, schema, logged, charsets);
          });
    }
  }

  private static void insert(MysqlDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(TypeMatrix.SESSION);
      statement.execute(TypeMatrix.insert("matrix", 1));
    }
  }

  private static void assertKinds(TableSchema schema) {
    for (int i = 0; i < CASES.size(); i++) {
      Column column = schema.columns().get(i + 1);
      assertThat(column.type().kind())
          .as(CASES.get(i).declaration())
          .isEqualTo(CASES.get(i).kind());
      String told = CASES.get(i).declaration().replaceAll(" (character|collate|NOT|NULL).*", "");
      if (!CASES.get(i).declaration().endsWith("set binary")) {
        assertThat(MysqlTypes.of(told)).isEqualTo(column.type());
      }
    }
  }

  private static void assertPlain(SoftAssertions softly, Row row) {
    for (int i = 0; i < CASES.size(); i++) {
      softly.assertThat(row.get(i + 1)).as("read: " + CASES.get(i)).isEqualTo(CASES.get(i).held());
    }
  }

  private static void assertLogged(
      SoftAssertions softly,
      TableSchema schema,
      List<@Nullable Serializable> row,
      Map<String, String> charsets) {
    for (int i = 0; i < CASES.size(); i++) {
      Column column = schema.columns().get(i + 1);
      if (MysqlRawValues.takes(column.type().kind())) {
        softly
            .assertThat(canonical(column, row.get(i + 1), charsets))
            .as("logged: " + CASES.get(i))
            .isEqualTo(CASES.get(i).held());
      }
    }
  }

  private static @Nullable Object canonical(
      Column column, @Nullable Serializable raw, Map<String, String> charsets) {
    return raw == null ? null : MysqlRawValues.of(column.type(), charsets.get(column.name()), raw);
  }

  private static Map<String, String> charsets(MysqlDatabase database) throws Exception {
    Map<String, String> charsets = new HashMap<>();
    try (Connection connection = database.connect();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT COLUMN_NAME, CHARACTER_SET_NAME FROM information_schema.COLUMNS"
                        + " WHERE TABLE_SCHEMA = 'matrix' AND CHARACTER_SET_NAME IS NOT NULL")) {
      while (rows.next()) {
        charsets.put(rows.getString(1), rows.getString(2));
      }
    }
    return charsets;
  }

  @ParameterizedTest
  @CsvSource({
    "BIGINT UNSIGNED ZEROFILL, bigint unsigned",
    "INTEGER, int",
    "INT(10) UNSIGNED, int unsigned",
    "INT ZEROFILL, int unsigned",
    "BOOL, tinyint",
    "BIT, bit(1)",
    "BIT(12), bit(12)",
    "NATIONAL VARCHAR(20), varchar",
    "CHARACTER  VARYING(20), varchar",
    "FLOAT(25), double",
    "FLOAT(24), float",
    "geometrycollection, geomcollection",
    "datetime(6), datetime"
  })
  void aTypeHasOneNameWhoeverTellsIt(String told, String name) {
    assertThat(MysqlTypes.of(told).sourceName()).isEqualTo(name);
  }

  @Test
  void latin1HasNoGaps() {
    byte[] bytes = {(byte) 0x81, (byte) 0x80, (byte) 0xFC};
    assertThat(MysqlRawValues.of(MysqlTypes.of("text"), "latin1", bytes)).isEqualTo("\u0081€ü");
  }

  @Test
  void whatIsNotKnownIsNotCarried() {
    assertThat(MysqlTypes.of("vector(3)").kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(MysqlTypes.of("enum('a)','(b')").kind()).isEqualTo(Kind.ENUM);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MysqlRawValues.of(MysqlTypes.of("date"), null, 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MysqlValues.parse(MysqlTypes.of("date"), "2024-02-31"));
    ColumnType text = MysqlTypes.of("text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MysqlRawValues.of(text, "klingon", new byte[] {65}));
  }
}
