package dev.lockstep.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.TableStructure.Field;
import dev.lockstep.source.TableStructure.Reference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every kind of source tells of its tables. */
public abstract class StructureContract {

  /** An empty database. */
  protected abstract ProbedDatabase database(String name, Path dir) throws Exception;

  @Test
  void tellsColumnsKeysAndForeignKeysInTheOrderOfTheKeys(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("structure", dir);
    database.execute(
        "CREATE TABLE parent (x int, y int, name varchar(20) NOT NULL UNIQUE,"
            + " PRIMARY KEY (y, x), UNIQUE (x, y))",
        "CREATE TABLE child (id numeric(9) PRIMARY KEY, a int NOT NULL, b int,"
            + " FOREIGN KEY (b, a) REFERENCES parent (x, y) ON DELETE CASCADE)",
        "CREATE VIEW sight AS SELECT 1");
    try (SourceCatalog catalog = database.catalog()) {
      List<TableStructure> structures = catalog.structures(List.of());

      assertThat(structures)
          .extracting(TableStructure::table)
          .containsExactly(database.table("child"), database.table("parent"));
      TableStructure child = structures.get(0);
      assertThat(child.references())
          .containsExactly(
              new Reference(List.of("b", "a"), database.table("parent"), List.of("x", "y"), true));
      assertThat(child.key()).containsExactly("id");
      assertThat(child.field("id").map(Field::digits)).contains(9);
      assertThat(child.field("a").map(Field::nullable)).contains(false);
      assertThat(child.field("b").map(Field::nullable)).contains(true);
      TableStructure parent = structures.get(1);
      assertThat(parent.key()).containsExactly("y", "x");
      assertThat(parent.primary()).isTrue();
      assertThat(parent.uniqueKeys()).contains(List.of("name"));
      assertThat(parent.field("name").map(f -> f.type().kind())).contains(Kind.TEXT);
      assertThat(parent.obstacles()).isEmpty();
    }
  }

  @Test
  void withoutAPrimaryKeyItTakesUniqueColumnsThatAreNeverNull(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("structure_unique", dir);
    database.execute(
        "CREATE TABLE a_none (x int)",
        "CREATE TABLE b_maybe (x int UNIQUE)",
        "CREATE TABLE c_sure (x int NOT NULL UNIQUE)");
    try (SourceCatalog catalog = database.catalog()) {
      List<TableStructure> structures = catalog.structures(List.of());

      assertThat(structures)
          .extracting(TableStructure::key)
          .containsExactly(List.of(), List.of(), List.of("x"));
      assertThat(structures).noneMatch(TableStructure::primary);
      assertThat(structures.subList(0, 2))
          .extracting(table -> table.obstacles().stream().map(Problem::code).toList())
          .containsExactly(List.of("KEY-MISSING"), List.of("KEY-MISSING"));
    }
  }

  @Test
  void tellsHowManyRowsThereAreAndHowWideTheyAre(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("structure_size", dir);
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, note varchar(100))",
        "INSERT INTO t SELECT i, repeat('x', 80) FROM " + ProbedDatabase.numbers(100));
    database.analyze("t");
    try (SourceCatalog catalog = database.catalog()) {
      TableStructure table = catalog.structures(List.of()).get(0);

      assertThat(table.rows()).isEqualTo(100);
      assertThat(table.rowBytes()).isBetween(80L, 120L);
      assertThat(table.field("note").orElseThrow().width()).isBetween(80, 85);
    }
  }

  @Test
  void countsChildrenPerParentAndLeavesOutThoseWithout(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("structure_spread", dir);
    database.execute(
        "CREATE TABLE child (id int PRIMARY KEY, parent int, two int)",
        "CREATE TABLE vacant (id int PRIMARY KEY, parent int)",
        "INSERT INTO child SELECT i, nullif(i % 4, 0), i % 2 FROM " + ProbedDatabase.numbers(40),
        "INSERT INTO child SELECT 40 + i, 1, 0 FROM " + ProbedDatabase.numbers(5));
    try (SourceCatalog catalog = database.catalog()) {
      assertThat(catalog.spread(database.table("child"), List.of("parent")))
          .isEqualTo(new Spread(35, 3, 15, true));
      assertThat(catalog.spread(database.table("child"), List.of("parent", "two")))
          .isEqualTo(new Spread(35, 4, 10, true));
      assertThat(catalog.spread(database.table("vacant"), List.of("parent")).isKnown()).isFalse();
    }
  }

  @Test
  void asksTheStatisticsWhereCountingWouldTakeLong(@TempDir Path dir) throws Exception {
    ProbedDatabase database = database("structure_large", dir);
    database.execute(
        "CREATE TABLE child (parent int)",
        "INSERT INTO child SELECT floor(i / 100) FROM " + ProbedDatabase.numbers(300_000),
        "CREATE INDEX by_parent ON child (parent)");
    database.analyze("child");
    try (SourceCatalog catalog = database.catalog()) {
      Spread spread = catalog.spread(database.table("child"), List.of("parent"));

      assertThat(spread.exact()).isFalse();
      assertThat(spread.rows()).isBetween(200_000L, 400_000L);
      assertThat(spread.average()).isBetween(50.0, 200.0);
      assertThat(spread.greatest()).isGreaterThanOrEqualTo(100);
    }
  }
}
