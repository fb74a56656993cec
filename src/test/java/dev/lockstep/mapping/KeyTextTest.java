package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Numbers;
import dev.lockstep.item.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  private static final TableId TABLE = new TableId("public", "t");
  private static final TableSchema SCHEMA =
      new TableSchema(
          TABLE,
          List.of(
              new Column("id", ColumnType.of(Kind.INTEGER, "int8"), false),
              new Column("name", ColumnType.of(Kind.TEXT, "text"), false),
              new Column("at", ColumnType.of(Kind.TIMESTAMP_TZ, "timestamptz"), false)),
          List.of("id"));

  @Test
  void aKeyTellsTheColumnsOfTheRowItComesFrom() {
    ItemTypePlan type = type("{ pk: \"CUSTOMER#{name}\", sk: \"ORDER#{id|pad:8}\" }");

    assertThat(type.columnsIn(key("CUSTOMER#Ada", "ORDER#00000042")))
        .contains(Map.of("name", "Ada", "id", "00000042"));
  }

  @Test
  void aKeyOfAnotherFormTellsNothing() {
    ItemTypePlan type = type("{ pk: \"CUSTOMER#{id}\", sk: PROFILE }");

    assertThat(type.columnsIn(key("CUSTOMER#1", "ADDRESS"))).isEmpty();
    assertThat(type.columnsIn(key("PRODUCT#1", "PROFILE"))).isEmpty();
    assertThat(type.columnsIn(new ItemKey("other", text("CUSTOMER#1"), text("PROFILE")))).isEmpty();
  }

  @Test
  void whatAFilterChangedBeyondReturnIsLeftOutAndWhatIsEscapedIsReadBack() {
    ItemTypePlan lower = type("{ pk: \"N#{name|lower}\", sk: \"{id}\" }");
    assertThat(lower.columnsIn(key("N#ada", "7"))).contains(Map.of("id", "7"));

    ItemTypePlan escaped = type("{ pk: \"N#{name|escape}\", sk: \"{id}\" }");
    assertThat(escaped.columnsIn(key("N#a%23b%25", "7")))
        .contains(Map.of("id", "7", "name", "a#b%"));
  }

  @Test
  void aColumnThatStandsTwiceMustSayTheSameTwice() {
    ItemTypePlan type = type("{ pk: \"A#{id}\", sk: \"B#{id}\" }");

    assertThat(type.columnsIn(key("A#1", "B#1"))).contains(Map.of("id", "1"));
    assertThat(type.columnsIn(key("A#1", "B#2"))).isEmpty();
  }

  @Test
  void aPartThatContainsWhatSeparatesItFromTheNextOverruns() {
    ItemTypePlan type = type("{ pk: \"N#{name}#{id}\", sk: \"{id}\" }");

    assertThat(type.overrunningParts(row("a#b"))).containsExactly("name");
    assertThat(type.overrunningParts(row("ab"))).isEmpty();
    assertThat(type("{ pk: \"N#{name|escape}#{id}\", sk: X }").overrunningParts(row("a#b")))
        .isEmpty();
    assertThat(type("{ pk: \"N#{id}#{name}\", sk: X }").overrunningParts(row("a#b"))).isEmpty();
  }

  @Test
  void aNumericKeyTellsItsColumn() {
    ItemTypePlan type =
        MappingCompiler.compile(
                MappedWorld.parse(
                    """
                    tables:
                      numbers: { partition-key: { name: pk, type: N } }
                    items:
                      t: { table: numbers, from: public.t, key: { pk: { column: id } } }
                    """),
                sources())
            .itemTypes()
            .get(0);

    assertThat(type.columnsIn(new ItemKey("numbers", Numbers.of(7), null)))
        .contains(Map.of("id", "7"));
  }

  private static ItemTypePlan type(String key) {
    String mapping =
        """
        tables:
          shop: { partition-key: pk, sort-key: sk }
        items:
          t: { table: shop, from: public.t, key: %s }
        """
            .formatted(key);
    return MappingCompiler.compile(MappedWorld.parse(mapping), sources()).itemTypes().get(0);
  }

  private static Map<TableId, SourceTable> sources() {
    return Map.of(TABLE, new SourceTable(SCHEMA, 10, true, List.of()));
  }

  private static Row row(String name) {
    return new Row(SCHEMA, new Object[] {1L, name, 0L});
  }

  private static ItemKey key(String pk, String sk) {
    return new ItemKey("shop", text(pk), text(sk));
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }
}
