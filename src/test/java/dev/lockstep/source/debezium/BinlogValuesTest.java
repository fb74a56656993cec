package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.Transaction;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.mysql.TypeMatrix;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Every type: what a load gives and what the stream gives is the same. */
@ExtendWith(SharedMysql.class)
@ResourceLock(SharedMysql.LOCK)
class BinlogValuesTest {
  private static final List<TypeMatrix.Case> CASES = TypeMatrix.cases();

  @Test
  void everyTypeIsTheSameByLoadAndByStream(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "values_of_all_types");
    source.execute(TypeMatrix.createTable("t"));
    write(source, TypeMatrix.insert("t", 1), TypeMatrix.insertNulls("t", 2));
    try (Reading reading = source.load("t")) {
      List<Row> loaded = rows(reading.awaitLoaded());
      write(source, TypeMatrix.insert("t", 3), TypeMatrix.insertNulls("t", 4));
      List<Row> streamed = rows(reading.awaitStreamed(2));
      SoftAssertions.assertSoftly(
          softly -> {
            compare(softly, "loaded", loaded.get(0));
            compare(softly, "streamed", streamed.get(0));
            compareNulls(softly, "loaded", loaded.get(1));
            compareNulls(softly, "streamed", streamed.get(1));
          });
      assertThat(streamed.get(0).schema()).isSameAs(loaded.get(0).schema());
    }
  }

  @Test
  void aTableMadeWhileReadingGivesTheSameValues(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "types_streamed");
    source.execute("CREATE TABLE t (id INT PRIMARY KEY) CHARACTER SET utf8mb4");
    try (Reading reading = source.load("t")) {
      reading.awaitLoaded();
      write(source, TypeMatrix.addColumns("t"), TypeMatrix.insert("t", 1));
      Row row = rows(reading.awaitStreamed(1)).get(0);
      SoftAssertions.assertSoftly(softly -> compare(softly, "streamed", row));
    }
  }

  /** With its key the table has eight numbers beside the year, which is none. */
  @Test
  void defaultsOfAnyTypeDoNoHarmAndNullsStayNull(MysqlServer server) throws Exception {
    MysqlUnderTest source = database(server, "defaults");
    source.execute(
        "CREATE TABLE t (id int PRIMARY KEY, i int DEFAULT 7, b bit(3) DEFAULT b'101',"
            + " d datetime(6) DEFAULT CURRENT_TIMESTAMP(6), z date DEFAULT '2024-01-01',"
            + " x decimal(9,2) DEFAULT 1.5, n enum('p','q') DEFAULT 'q', f float DEFAULT 0.5,"
            + " y year DEFAULT 2024, m time DEFAULT '-01:00:00', u bigint unsigned DEFAULT 5,"
            + " v varchar(9) DEFAULT 'dv', h binary(3) DEFAULT 'a',"
            + " n1 int DEFAULT 1, n2 int DEFAULT 2, n3 int DEFAULT 3)");
    source.execute("INSERT INTO t (id, d) VALUES (1, '2024-01-01')");
    String nulls = "VALUES (2" + ", NULL".repeat(15) + ")";
    source.execute("INSERT INTO t " + nulls);
    try (Reading reading = source.load("t")) {
      List<Row> loaded = rows(reading.awaitLoaded());
      source.execute(
          "INSERT INTO t (id, d) VALUES (11, '2024-01-01')",
          "INSERT INTO t " + nulls.replace("(2", "(12"));
      List<Row> streamed = rows(reading.awaitStreamed(2));
      assertThat(Shown.text(loaded.get(1))).isEqualTo("2" + ",null".repeat(15));
      assertThat(Shown.text(streamed.get(1))).isEqualTo("12" + ",null".repeat(15));
      for (Row row : List.of(loaded.get(0), streamed.get(0))) {
        assertThat(row.get("i")).isEqualTo(7L);
        assertThat(row.get("b")).isEqualTo("101");
        assertThat(row.get("z")).isEqualTo(LocalDate.of(2024, 1, 1).toEpochDay());
        assertThat(row.get("x")).isEqualTo(new BigDecimal("1.50"));
        assertThat(row.get("n")).isEqualTo("q");
        assertThat(row.get("y")).isEqualTo(2024L);
        assertThat(row.get("m")).isEqualTo(-3_600_000_000L);
        assertThat(row.get("h")).isEqualTo(ByteBuffer.wrap(new byte[] {'a', 0, 0}));
      }
    }
  }

  private static MysqlUnderTest database(MysqlServer server, String name) throws Exception {
    return new MysqlUnderTest(new MysqlDatabase(server, name));
  }

  /** Each in a session that is not in UTC; what is read must not depend on that. */
  private static void write(MysqlUnderTest source, String... statements) throws Exception {
    for (String statement : statements) {
      source.execute("SET NAMES utf8mb4", TypeMatrix.SESSION, statement);
    }
  }

  private static List<Row> rows(List<Transaction> transactions) {
    return transactions.stream()
        .flatMap(t -> t.changes().stream())
        .map(c -> c instanceof Change.Read read ? read.row() : ((Change.Insert) c).row())
        .toList();
  }

  private static void compare(SoftAssertions softly, String way, Row row) {
    for (int i = 0; i < CASES.size(); i++) {
      int column = row.schema().indexOf("c" + i);
      String what = way + ": " + CASES.get(i);
      softly.assertThat(row.get(column)).as(what).isEqualTo(CASES.get(i).held());
      softly
          .assertThat(row.schema().columns().get(column).type().kind())
          .as(what)
          .isEqualTo(CASES.get(i).kind());
    }
  }

  private static void compareNulls(SoftAssertions softly, String way, Row row) {
    for (int i = 0; i < CASES.size(); i++) {
      TypeMatrix.Case one = CASES.get(i);
      softly
          .assertThat(row.get(row.schema().indexOf("c" + i)))
          .as(way + ", NULL: " + one)
          .isEqualTo(one.nullable() ? null : one.held());
    }
  }
}
