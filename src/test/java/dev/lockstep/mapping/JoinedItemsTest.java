package dev.lockstep.mapping;

import static dev.lockstep.mapping.KeptWorld.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.change.Column;
import dev.lockstep.change.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What embeds and lookups show of kept rows. */
class JoinedItemsTest {
  private static final SourceTables SHOP =
      SourceTables.parse(
          """
          public.customers:
            columns: { id: bigint, name: text null, email: text null }
            key: [id]
          public.orders:
            columns: { id: bigint, customer_id: bigint null, status: text, total: numeric null }
            key: [id]
          public.lines:
            columns: { id: bigint, order_id: bigint null, line_no: bigint null, sku: text null, quantity: numeric null, note: text null, placed: date null, ratio: real null, gift: boolean null }
            key: [id]
          public.products:
            columns: { sku: text, name: text null, category_id: bigint null }
            key: [sku]
          public.categories:
            columns: { id: bigint, title: text null }
            key: [id]
          public.comments:
            columns: { id: bigint, line_id: bigint, text: text }
            key: [id]
          """);

  private static final String ORDER =
      """
        order:
          table: shop
          from: public.orders
          key: { pk: "ORDER#{id}", sk: ORDER }
          columns: []
      """;

  private static KeptWorld order(String... lines) {
    KeptWorld world = new KeptWorld(SHOP, ORDER + "    " + String.join("\n    ", lines) + "\n");
    return world.rows("public.orders", "{ id: 1, customer_id: 7, status: open }");
  }

  private static KeptWorld lines(String... options) {
    return order(
        "embed: { lines: { from: public.lines, by: order_id, "
            + String.join(", ", options)
            + "} }");
  }

  private static BadValueException refusal(ThrowingCallable call) {
    BadValueException refusal = catchThrowableOfType(BadValueException.class, call);
    assertThat(refusal).isNotNull();
    return refusal;
  }

  @Test
  void aListHoldsWhatEachRowShows() {
    KeptWorld world =
        lines("as: list", "columns: [line_no, sku]")
            .rows(
                "public.lines",
                "{ id: 2, order_id: 1, line_no: 1, sku: b }",
                "{ id: 1, order_id: 1, line_no: 2, sku: a }",
                "{ id: 3, order_id: 2, line_no: 1, sku: c }",
                "{ id: 4, line_no: 1, sku: d }");

    assertThat(world.attribute("lines", "order", 1L))
        .isEqualTo(
            json(
                "{'L':[{'M':{'line_no':{'N':'2'},'sku':{'S':'a'}}},"
                    + "{'M':{'line_no':{'N':'1'},'sku':{'S':'b'}}}]}"));
  }

  @Test
  void aColumnThatIsNamedButOverriddenNeedNotBeKept() {
    KeptWorld world =
        lines("as: list", "columns: [id, note]", "attributes: { note: { value: fixed } }")
            .rows("public.lines", "{ id: 1, order_id: 1, note: hi }");

    assertThat(world.attribute("lines", "order", 1L))
        .isEqualTo(json("{'L':[{'M':{'id':{'N':'1'},'note':{'S':'fixed'}}}]}"));
  }

  @Test
  void withoutColumnsAnEmbeddedRowShowsAllButItsReference() {
    KeptWorld world =
        order("embed: { c: { from: public.comments, by: line_id, as: list } }")
            .rows("public.comments", "{ id: 5, line_id: 1, text: hi }");

    assertThat(world.attribute("c", "order", 1L))
        .isEqualTo(json("{'L':[{'M':{'id':{'N':'5'},'text':{'S':'hi'}}}]}"));
  }

  @Test
  void withoutRowsListsAndMapsAreEmptyAndObjectsAndSetsAbsent() {
    KeptWorld world =
        order(
            "embed:",
            "  list: { from: public.lines, by: order_id, as: list }",
            "  map: { from: public.lines, by: order_id, as: map, key: \"{id}\" }",
            "  object: { from: public.lines, by: order_id, as: object }",
            "  texts: { from: public.lines, by: order_id, as: string-set, value: sku }",
            "  numbers: { from: public.lines, by: order_id, as: number-set, value: quantity }");

    assertThat(world.item("order", 1L))
        .isEqualTo(
            json("{'pk':{'S':'ORDER#1'},'sk':{'S':'ORDER'},'list':{'L':[]},'map':{'M':{}}}"));
  }

  @Test
  void aMapHasAnEntryForEachRow() {
    KeptWorld world =
        lines("as: map", "key: \"L-{line_no}\"", "columns: [sku]")
            .rows(
                "public.lines",
                "{ id: 1, order_id: 1, line_no: 1, sku: a }",
                "{ id: 2, order_id: 1, line_no: 2, sku: b }");

    assertThat(world.attribute("lines", "order", 1L))
        .isEqualTo(json("{'M':{'L-1':{'M':{'sku':{'S':'a'}}},'L-2':{'M':{'sku':{'S':'b'}}}}}"));
  }

  @Test
  void twoRowsWithTheSameMapKeyAreRefused() {
    KeptWorld world =
        lines("as: map", "key: \"{sku}\"")
            .rows(
                "public.lines", "{ id: 1, order_id: 1, sku: a }", "{ id: 2, order_id: 1, sku: a }");

    assertThat(refusal(() -> world.item("order", 1L)).code()).isEqualTo("MAP-KEY-COLLISION");
  }

  @Test
  void aMapKeyOfNullIsRefused() {
    KeptWorld world =
        lines("as: map", "key: { column: sku }").rows("public.lines", "{ id: 1, order_id: 1 }");

    assertThat(refusal(() -> world.item("order", 1L)).code()).isEqualTo("MAP-KEY-MISSING");
  }

  @Test
  void anObjectIsTheOneRow() {
    KeptWorld world =
        lines("as: object", "columns: [sku]", "where: quantity > 0.0")
            .rows(
                "public.lines",
                "{ id: 1, order_id: 1, sku: a, quantity: 0 }",
                "{ id: 2, order_id: 1, sku: b, quantity: 2 }");

    assertThat(world.attribute("lines", "order", 1L)).isEqualTo(json("{'M':{'sku':{'S':'b'}}}"));
  }

  @Test
  void anObjectOfSeveralRowsIsRefused() {
    KeptWorld world =
        lines("as: object")
            .rows("public.lines", "{ id: 1, order_id: 1 }", "{ id: 2, order_id: 1 }");

    assertThat(refusal(() -> world.item("order", 1L)).code()).isEqualTo("EMBED-AMBIGUOUS");
  }

  @Test
  void setsHoldEachValueOnceAndNoNull() {
    KeptWorld world =
        order(
                "embed:",
                "  texts: { from: public.lines, by: order_id, as: string-set, value: \"{sku}-{line_no}\" }",
                "  plain: { from: public.lines, by: order_id, as: string-set, value: line_no }",
                "  numbers: { from: public.lines, by: order_id, as: number-set, value: quantity }")
            .rows(
                "public.lines",
                "{ id: 1, order_id: 1, line_no: 1, sku: a, quantity: 5.0 }",
                "{ id: 2, order_id: 1, line_no: 1, sku: a, quantity: 5 }",
                "{ id: 3, order_id: 1 }");

    assertThat(world.attribute("texts", "order", 1L)).isEqualTo(json("{'SS':['a-1']}"));
    assertThat(world.attribute("plain", "order", 1L)).isEqualTo(json("{'SS':['1']}"));
    assertThat(world.attribute("numbers", "order", 1L)).isEqualTo(json("{'NS':['5']}"));
  }

  @Test
  void aValueStandsForEachRowOfAListOrMap() {
    KeptWorld world =
        order(
                "embed:",
                "  list: { from: public.lines, by: order_id, as: list, value: sku }",
                "  map: { from: public.lines, by: order_id, as: map, key: \"{id}\", value: quantity }")
            .rows(
                "public.lines",
                "{ id: 1, order_id: 1, sku: a }",
                "{ id: 2, order_id: 1, quantity: 3 }");

    assertThat(world.attribute("list", "order", 1L)).isEqualTo(json("{'L':[{'S':'a'}]}"));
    assertThat(world.attribute("map", "order", 1L)).isEqualTo(json("{'M':{'2':{'N':'3'}}}"));
  }

  @Test
  void listsAreOrderedByTheTypeOfTheColumn() {
    String[] rows = {
      "{ id: 1, order_id: 1, line_no: 10, quantity: 2.5, note: \"\uD83D\uDE00\", placed: 2026-02-01, ratio: NaN, gift: true }",
      "{ id: 2, order_id: 1, line_no: 9, quantity: 10, note: \"\uFF5E\", placed: 2026-01-31, ratio: 2.5, gift: false }",
      "{ id: 3, order_id: 1, line_no: 100, quantity: NaN, note: Z, placed: 2026-10-01, ratio: -1.0, gift: true }",
      "{ id: 4, order_id: 1 }"
    };

    assertThat(ids("line_no", rows)).containsExactly(2L, 1L, 3L, 4L);
    assertThat(ids("quantity", rows)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(ids("quantity desc", rows)).containsExactly(4L, 3L, 2L, 1L);
    assertThat(ids("note", rows)).containsExactly(3L, 2L, 1L, 4L);
    assertThat(ids("placed", rows)).containsExactly(2L, 1L, 3L, 4L);
    assertThat(ids("ratio desc", rows)).containsExactly(4L, 1L, 2L, 3L);
    assertThat(ids("gift, id desc", rows)).containsExactly(2L, 3L, 1L, 4L);
    assertThat(ids("gift desc", rows)).containsExactly(4L, 1L, 3L, 2L);
  }

  private static List<Long> ids(String orderBy, String... rows) {
    KeptWorld world = lines("as: list", "value: id", "order-by: [" + orderBy + "]");
    return idsOf(world.rows("public.lines", rows));
  }

  private static List<Long> idsOf(KeptWorld world) {
    List<Long> ids = new ArrayList<>();
    world.item("order", 1L).get("lines").get("L").forEach(e -> ids.add(e.get("N").asLong()));
    return ids;
  }

  @Test
  void aLimitTakesTheFirstInOrderOfThoseThatTheConditionLeaves() {
    KeptWorld world =
        lines("as: list", "value: id", "order-by: line_no desc", "limit: 2", "where: sku != 'x'");
    for (int i = 1; i <= 50; i++) {
      String sku = i == 50 ? "x" : "a";
      world.rows(
          "public.lines", "{ id: " + i + ", order_id: 1, line_no: " + i + ", sku: " + sku + " }");
    }

    assertThat(idsOf(world)).containsExactly(49L, 48L);
  }

  @Test
  void withoutAnOrderALimitTakesTheFirstRowKeys() {
    KeptWorld world = lines("as: list", "value: id", "limit: 2", "where: sku != 'x'");
    for (int i = 1; i <= 9; i++) {
      String sku = i < 6 ? "x" : "a";
      world.rows("public.lines", "{ id: " + i + ", order_id: 1, sku: " + sku + " }");
    }

    assertThat(idsOf(world)).containsExactly(6L, 7L);
  }

  @Test
  void listsAreOrderedByLookedUpColumnsToo() {
    KeptWorld world =
        lines(
                "as: list",
                "value: id",
                "order-by: product.name",
                "lookup: { product: { from: public.products, by: sku } }")
            .rows("public.products", "{ sku: a, name: Zebra }", "{ sku: b, name: Ant }")
            .rows(
                "public.lines",
                "{ id: 1, order_id: 1, sku: a }",
                "{ id: 2, order_id: 1, sku: b }",
                "{ id: 3, order_id: 1, sku: gone }");

    assertThat(idsOf(world)).containsExactly(2L, 1L, 3L);
  }

  @Test
  void aLookupShowsTheColumnsThatItTakesAndWhatNestedOnesTake() {
    KeptWorld world =
        lines(
                "as: list",
                "columns: []",
                "lookup: { product: { from: public.products, by: sku, take: [name],"
                    + " lookup: { category: { from: public.categories, by: category_id,"
                    + " take: [title] } } } }")
            .rows("public.categories", "{ id: 4, title: Tools }")
            .rows("public.products", "{ sku: a, name: Saw, category_id: 4 }", "{ sku: b }")
            .rows(
                "public.lines",
                "{ id: 1, order_id: 1, sku: a }",
                "{ id: 2, order_id: 1, sku: b }",
                "{ id: 3, order_id: 1, sku: gone }",
                "{ id: 4, order_id: 1 }");

    assertThat(world.attribute("lines", "order", 1L))
        .isEqualTo(
            json(
                "{'L':[{'M':{'product':{'M':{'name':{'S':'Saw'},"
                    + "'category':{'M':{'title':{'S':'Tools'}}}}}}},"
                    + "{'M':{'product':{'M':{}}}},{'M':{}},{'M':{}}]}"));
  }

  @Test
  void aLookupMayBeAText() {
    String lookup =
        "lookup: { customer: { from: public.customers, by: customer_id,"
            + " take: { template: \"{name} <{email}>\" } } }";

    assertThat(order(lookup).item("order", 1L).has("customer")).isFalse();
    assertThat(
            order(lookup)
                .rows("public.customers", "{ id: 7, name: Ada, email: a@b }")
                .attribute("customer", "order", 1L))
        .isEqualTo(json("{'S':'Ada <a@b>'}"));
  }

  @Test
  void aTextOfALookupMayFeedAnIndex() {
    KeptWorld world =
        order(
            "lookup: { x: { from: public.customers, by: customer_id,"
                + " take: { template: \"N#{name}\" } } }");

    assertThat(world.rows("public.customers", "{ id: 7 }").item("order", 1L).has("x")).isFalse();
  }

  @Test
  void lookedUpColumnsAreColumnsOfAttributesAndConditions() {
    String[] lookup = {
      "lookup: { customer: { from: public.customers, by: customer_id } }",
      "attributes:",
      "  who: { template: \"{customer.name}/{status}\" }",
      "  mail: { column: customer.email }",
      "where: customer.name != 'Bob'"
    };

    assertThat(order(lookup).rows("public.customers", "{ id: 7, name: Bob }").key("order", 1L))
        .isNull();
    assertThat(
            order(lookup)
                .rows("public.customers", "{ id: 7, name: Ada, email: a@b }")
                .item("order", 1L))
        .isEqualTo(
            json(
                "{'pk':{'S':'ORDER#1'},'sk':{'S':'ORDER'},'who':{'S':'Ada/open'},"
                    + "'mail':{'S':'a@b'}}"));
    assertThat(order(lookup).attribute("who", "order", 1L)).isEqualTo(json("{'S':'/open'}"));
  }

  @Test
  void aLookupByOtherColumnsThanTheRowKeyMustFindOneRow() {
    String lookup =
        "lookup: { c: { from: public.customers, by: status, to: email, take: [name] } }";
    KeptWorld world = order(lookup).rows("public.customers", "{ id: 1, email: open, name: Ada }");

    assertThat(world.attribute("c", "order", 1L)).isEqualTo(json("{'M':{'name':{'S':'Ada'}}}"));

    world.rows("public.customers", "{ id: 2, email: open, name: Bob }");
    assertThat(refusal(() -> world.item("order", 1L)).code()).isEqualTo("LOOKUP-AMBIGUOUS");
  }

  private static final String COMMENT =
      """
        comment:
          table: shop
          from: public.comments
          key: { pk: "ORDER#{line.order_id}", sk: "COMMENT#{line.order.customer.name}#{id}" }
          columns: [text]
          lookup:
            line:
              from: public.lines
              by: line_id
              lookup:
                order:
                  from: public.orders
                  by: order_id
                  lookup: { customer: { from: public.customers, by: customer_id } }
      """;

  @Test
  void aKeyOfLookedUpColumnsPutsAGrandchildBesideItsGrandparent() {
    KeptWorld world =
        new KeptWorld(SHOP, COMMENT)
            .rows("public.comments", "{ id: 9, line_id: 3, text: hi }")
            .rows("public.lines", "{ id: 3, order_id: 1 }")
            .rows("public.orders", "{ id: 1, customer_id: 7, status: open }");

    assertThat(world.key("comment", 9L)).as("without the customer").isNull();
    world.rows("public.customers", "{ id: 7, name: Ada }");
    assertThat(world.key("comment", 9L)).isEqualTo("shop/ORDER#1,COMMENT#Ada#9");
  }

  @Test
  void aKeyOfAColumnThatIsNullInAnExistingRowIsRefused() {
    KeptWorld world =
        new KeptWorld(SHOP, COMMENT)
            .rows("public.comments", "{ id: 9, line_id: 3, text: hi }")
            .rows("public.lines", "{ id: 3, order_id: 1 }")
            .rows("public.orders", "{ id: 1, customer_id: 7, status: open }")
            .rows("public.customers", "{ id: 7 }");

    assertThat(refusal(() -> world.key("comment", 9L)).code()).isEqualTo("KEY-NULL");
  }

  @Test
  void embedsNest() {
    KeptWorld world =
        lines(
                "as: map",
                "key: \"{id}\"",
                "columns: []",
                "embed: { comments: { from: public.comments, by: line_id, as: list, value: text,"
                    + " order-by: text desc } }")
            .rows("public.lines", "{ id: 1, order_id: 1 }", "{ id: 2, order_id: 1 }")
            .rows(
                "public.comments",
                "{ id: 1, line_id: 1, text: a }",
                "{ id: 2, line_id: 1, text: b }");

    assertThat(world.attribute("lines", "order", 1L))
        .isEqualTo(
            json(
                "{'M':{'1':{'M':{'comments':{'L':[{'S':'b'},{'S':'a'}]}}},"
                    + "'2':{'M':{'comments':{'L':[]}}}}}"));
  }

  @Test
  void conditionsSeeWhatEmbedsShow() {
    String[] lines = {
      "where: size(lines) > 1 && lines.exists(l, l.quantity > 2) && first.sku == 'a'",
      "embed:",
      "  lines: { from: public.lines, by: order_id, as: list }",
      "  first: { from: public.lines, by: order_id, as: object, where: line_no == 1 }"
    };
    KeptWorld world =
        order(lines).rows("public.lines", "{ id: 1, order_id: 1, line_no: 1, sku: a }");

    assertThat(world.key("order", 1L)).isNull();
    world.rows("public.lines", "{ id: 2, order_id: 1, quantity: 2 }");
    assertThat(world.key("order", 1L)).isNull();
    world.rows("public.lines", "{ id: 3, order_id: 1, quantity: 2.5 }");
    assertThat(world.attribute("lines", "order", 1L).get("L")).hasSize(3);
    assertThat(order(lines).key("order", 1L)).as("without lines").isNull();
  }

  @Test
  void anEmbedsConditionMaySeeItsOwnEmbeds() {
    KeptWorld world =
        lines(
                "as: list",
                "value: id",
                "where: \"'bad' in marks\"",
                "order-by: id desc",
                "limit: 1",
                "embed: { marks: { from: public.comments, by: line_id, as: string-set, value: text } }")
            .rows(
                "public.lines",
                "{ id: 1, order_id: 1 }",
                "{ id: 2, order_id: 1 }",
                "{ id: 3, order_id: 1 }")
            .rows(
                "public.comments",
                "{ id: 1, line_id: 1, text: bad }",
                "{ id: 2, line_id: 2, text: bad }",
                "{ id: 3, line_id: 3, text: good }");

    assertThat(idsOf(world)).containsExactly(2L);
  }

  @Test
  void aBuildEndsWhereTheItemIsTooLarge() {
    KeptWorld world = lines("as: list", "columns: [note]");
    String note = "n".repeat(100_000);
    for (int i = 1; i <= 4; i++) {
      world.rows("public.lines", "{ id: " + i + ", order_id: 1, note: " + note + " }");
    }
    assertThat(world.attribute("lines", "order", 1L).get("L")).hasSize(4);

    world.rows("public.lines", "{ id: 5, order_id: 1, note: " + note + " }");

    assertThat(refusal(() -> world.item("order", 1L)).code()).isEqualTo("ITEM-TOO-LARGE");
  }

  @Test
  void anItemOfManySmallValuesIsAsLargeAsDynamoDbCountsIt() {
    KeptWorld world =
        order(
            "attributes: { status: { column: status } }",
            "embed: { lines: { from: public.lines, by: order_id, as: list, value: quantity } }");
    world.rows("public.orders", "{ id: 1, customer_id: 7, status: " + "s".repeat(350_000) + " }");
    for (int i = 1; i <= 15_000; i++) {
      world.rows("public.lines", "{ id: " + i + ", order_id: 1, quantity: 5 }");
    }

    assertThat(world.attribute("lines", "order", 1L).get("L")).hasSize(15_000);
  }

  @Test
  void rowsThatTheLimitOrTheConditionLeavesOutDoNotCount() {
    KeptWorld world = lines("as: list", "columns: [note]", "order-by: id desc", "limit: 2");
    String note = "n".repeat(100_000);
    for (int i = 1; i <= 9; i++) {
      world.rows("public.lines", "{ id: " + i + ", order_id: 1, note: " + note + " }");
    }

    assertThat(world.attribute("lines", "order", 1L).get("L")).hasSize(2);
  }

  @Test
  void selfReferencesAndTwoPathsToOneTableWork() {
    SourceTables staff =
        SourceTables.parse(
            """
            public.staff:
              columns: { id: bigint, boss: bigint null, deputy: bigint null, name: text }
              key: [id]
            """);
    KeptWorld world =
        new KeptWorld(
                staff,
                """
                  person:
                    table: shop
                    from: public.staff
                    key: { pk: "{id}", sk: P }
                    columns: [name]
                    lookup:
                      boss: { from: public.staff, by: boss, take: [name] }
                      deputy: { from: public.staff, by: deputy, take: [name] }
                    embed:
                      team: { from: public.staff, by: boss, as: list, value: name }
                """)
            .rows(
                "public.staff",
                "{ id: 1, boss: 1, deputy: 2, name: Ada }",
                "{ id: 2, boss: 1, name: Bob }");

    assertThat(world.item("person", 1L))
        .isEqualTo(
            json(
                "{'pk':{'S':'1'},'sk':{'S':'P'},'name':{'S':'Ada'},"
                    + "'boss':{'M':{'name':{'S':'Ada'}}},'deputy':{'M':{'name':{'S':'Bob'}}},"
                    + "'team':{'L':[{'S':'Ada'},{'S':'Bob'}]}}"));
  }

  @Test
  void rowsOfSeveralShapesStandSideBySide() {
    KeptWorld world =
        lines(
            "as: list",
            "columns: [quantity]",
            "order-by: quantity",
            "lookup: { product: { from: public.products, by: sku, take: [name] } }");
    TableSchema widened = withType("public.lines", "quantity", "bigint");
    TableSchema renamed = withType("public.products", "name", "bigint");

    world
        .rows("public.products", "{ sku: a, name: Saw }")
        .rows(renamed, "{ sku: b, name: 12 }")
        .rows("public.lines", "{ id: 1, order_id: 1, quantity: 2.5, sku: a }")
        .rows(widened, "{ id: 2, order_id: 1, quantity: 2, sku: b }")
        .rows("public.lines", "{ id: 3, order_id: 1, quantity: 1.5, sku: b }");

    assertThat(world.attribute("lines", "order", 1L))
        .isEqualTo(
            json(
                "{'L':[{'M':{'quantity':{'N':'1.5'},'product':{'M':{'name':{'N':'12'}}}}},"
                    + "{'M':{'quantity':{'N':'2'},'product':{'M':{'name':{'N':'12'}}}}},"
                    + "{'M':{'quantity':{'N':'2.5'},'product':{'M':{'name':{'S':'Saw'}}}}}]}"));
  }

  @Test
  void aColumnThatARowWasStoredWithoutIsNotTakenForNull() {
    KeptWorld world = lines("as: list", "columns: [note]");
    world.rows(without("public.lines", "note"), "{ id: 1, order_id: 1 }");

    assertThat(refusal(() -> world.item("order", 1L)).code()).isEqualTo("VALUE-UNSENT");
  }

  private static TableSchema withType(String table, String column, String type) {
    TableSchema schema = SHOP.schema(table);
    List<Column> columns =
        schema.columns().stream()
            .map(c -> c.name().equals(column) ? new Column(column, HeldValues.type(type), true) : c)
            .toList();
    return new TableSchema(schema.table(), columns, schema.keyColumns());
  }

  private static TableSchema without(String table, String column) {
    TableSchema schema = SHOP.schema(table);
    return new TableSchema(
        schema.table(),
        schema.columns().stream().filter(c -> !c.name().equals(column)).toList(),
        schema.keyColumns());
  }
}
