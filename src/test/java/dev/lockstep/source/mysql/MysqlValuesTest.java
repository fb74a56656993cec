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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class MysqlValuesTest {
  private static final List<TypeMatrix.Case> CASES = TypeMatrix.cases();
  private static final TableId TABLE = new TableId("matrix", "matrix");

  @Test
  void everyTypeIsHeldAsItsKindSaysByPlainReading(MysqlServer server, @TempDir Path dir)
      throws Exception {
    MysqlDatabase database = new MysqlDatabase(server, "matrix");
    database.execute(TypeMatrix.createTable("matrix"));
    MysqlOptions options = database.options(dir);
    try (MysqlCatalog catalog = new MysqlCatalog(options)) {
      insert(database);
      TableSchema schema =
          Objects.requireNonNull(catalog.describe(Map.of(TABLE, List.of())).get(TABLE)).schema();
      assertKinds(schema);
      List<Row> rows = new ArrayList<>();
      catalog.read(schema, rows::add);
      assertThat(rows).hasSize(1);
      SoftAssertions.assertSoftly(softly -> assertPlain(softly, rows.get(0)));
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
        .isThrownBy(() -> MysqlValues.parse(MysqlTypes.of("date"), "2024-13-31"));
    ColumnType text = MysqlTypes.of("text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MysqlRawValues.of(text, "klingon", new byte[] {65}));
  }
}
