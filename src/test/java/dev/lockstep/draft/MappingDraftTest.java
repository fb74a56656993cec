package dev.lockstep.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.TableId;
import dev.lockstep.draft.Draft.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MappingDraftTest {
  private static final List<String> ID = List.of("id");

  private static Tables shop(long linesPerOrder) {
    return new Tables()
        .table("customers", "id")
        .columns("id INTEGER", "name TEXT", "email TEXT", "city TEXT", "country TEXT")
        .end()
        .table("products", "id")
        .columns("id INTEGER", "sku TEXT", "name TEXT", "price DECIMAL", "text TEXT")
        .end()
        .table("orders", "id")
        .columns("id INTEGER", "customer_id INTEGER", "status TEXT")
        .references("customers", ID, "customer_id")
        .spread(1_000, 5, "customer_id")
        .end()
        .table("order_lines", "order_id", "line_no")
        .columns("order_id INTEGER", "line_no INTEGER", "product_id INTEGER", "quantity INTEGER")
        .references("orders", ID, "order_id")
        .references("products", ID, "product_id")
        .spread(10_000, linesPerOrder, "order_id")
        .spread(10_000, 50, "product_id")
        .end();
  }

  @Test
  void fewRowsKnownByTheirParentAreInsideItsItemAndLookUpWhatTheyReferTo() {
    assertThat(shop(4).item("order"))
        .containsExactly(
            "table: shop",
            "from: public.orders",
            "key: { pk: \"CUSTOMER#{customer_id}\", sk: \"ORDER#{id|pad:10}\" }",
            "attributes:",
            "type: { value: order }",
            "embed:",
            "lines:",
            "from: public.order_lines",
            "by: order_id",
            "as: list",
            "order-by: line_no",
            "lookup:",
            "product: { from: public.products, by: product_id, take: [sku, name] }");
  }

  @Test
  void manyRowsAreItemsInTheGrandparentsPartitionByALookup() {
    assertThat(shop(500).item("order-line"))
        .containsExactly(
            "table: shop",
            "from: public.order_lines",
            "key: { pk: \"CUSTOMER#{order.customer_id}\","
                + " sk: \"ORDER_LINE#{order_id|pad:10}#{line_no|pad:10}\" }",
            "attributes:",
            "type: { value: order-line }",
            "lookup:",
            "order: { from: public.orders, by: order_id }",
            "product: { from: public.products, by: product_id, take: [sku, name] }");
  }

  @Test
  void rowsOfWhichNothingIsKnownYetAreItemsToBeSafe() {
    Draft draft = shop(1).draft(Style.SINGLE_TABLE);
    Tables empty =
        new Tables()
            .table("boxes", "id")
            .columns("id INTEGER", "a TEXT", "b TEXT", "c TEXT", "d TEXT")
            .end()
            .table("things", "box_id", "no")
            .columns("box_id INTEGER", "no INTEGER")
            .ownedBy("boxes", ID, "box_id")
            .end();

    assertThat(draft.text()).contains("embed:");
    assertThat(empty.item("thing"))
        .contains("key: { pk: \"BOX#{box_id}\", sk: \"THING#{no|pad:10}\" }");
    assertThat(empty.draft(Style.SINGLE_TABLE).text()).contains("no rows yet to tell");
  }

  @Test
  void whatLooksLikeALogIsNotCarriedHoweverShortItIsToday() {
    Tables tables =
        new Tables()
            .table("users", "id")
            .columns("id INTEGER", "name TEXT", "a TEXT", "b TEXT", "c TEXT")
            .end()
            .table("login_events", "user_id", "no")
            .columns("user_id INTEGER", "no INTEGER", "place TEXT")
            .ownedBy("users", ID, "user_id")
            .spread(10, 2, "user_id")
            .end();

    assertThat(tables.item("login-event"))
        .contains("key: { pk: \"USER#{user_id}\", sk: \"LOGIN_EVENT#{no|pad:10}\" }");
  }

  @Test
  void aReferenceThatMayBeNullNamesNoPartitionButAnIndex() {
    Tables tables =
        new Tables()
            .table("branches", "bid")
            .columns("bid INTEGER", "balance INTEGER")
            .end()
            .table("tellers", "tid")
            .columns("tid INTEGER", "bid INTEGER null")
            .spread(100, 10, "bid")
            .end();

    assertThat(tables.item("teller"))
        .contains(
            "key: { pk: \"TELLER#{tid}\", sk: TELLER }",
            "gsi1pk: { template: \"BRANCH#{bid}\" }",
            "gsi1sk: { template: \"TELLER#{tid|pad:10}\" }");
  }

  @Test
  void aPartitionThatWouldBeHotIsNotMadeAndTheCommentSaysSo() {
    Tables tables =
        new Tables()
            .table("branches", "bid")
            .columns("bid INTEGER", "a TEXT", "b TEXT", "c TEXT", "d TEXT")
            .end()
            .table("accounts", "aid")
            .columns("aid INTEGER", "bid INTEGER")
            .references("branches", List.of("bid"), "bid")
            .spread(100_000, 100_000, "bid")
            .end();

    assertThat(tables.item("account")).contains("key: { pk: \"ACCOUNT#{aid}\", sk: ACCOUNT }");
    assertThat(tables.draft(Style.SINGLE_TABLE).text())
        .contains("Not to be found by bid")
        .doesNotContain("gsi1");
  }

  @Test
  void pairsAreASetWhereTheyAreFewAndItemsWhereTheyAreMany() {
    Tables tables =
        new Tables()
            .table("articles", "id")
            .columns("id INTEGER", "title TEXT", "a TEXT", "b TEXT", "c TEXT")
            .end()
            .table("tags", "id")
            .columns("id UUID", "name TEXT", "a TEXT", "b TEXT", "c TEXT")
            .end()
            .table("article_tags", "article_id", "tag_id")
            .columns("article_id INTEGER", "tag_id UUID")
            .references("articles", ID, "article_id")
            .references("tags", ID, "tag_id")
            .spread(2_000, 4, "article_id")
            .spread(2_000, 500, "tag_id")
            .end();

    assertThat(tables.item("article"))
        .containsSubsequence(
            "embed:",
            "tags:",
            "from: public.article_tags",
            "by: article_id",
            "as: string-set",
            "value: { column: tag_id }");
    assertThat(tables.item("article-tag-by-tag"))
        .containsSubsequence(
            "key: { pk: \"TAG#{tag_id}\", sk: \"ARTICLE_TAG_BY_TAG#{article_id|pad:10}\" }",
            "article: { from: public.articles, by: article_id, take: [title] }");
  }

  @Test
  void compositeReferencesThatShareAColumnNeedNoLookup() {
    Tables tables =
        new Tables()
            .table("tenants", "id")
            .columns("id INTEGER", "name TEXT", "a TEXT", "b TEXT", "c TEXT")
            .end()
            .table("projects", "tenant_id", "id")
            .columns("tenant_id INTEGER", "id INTEGER", "title TEXT")
            .ownedBy("tenants", ID, "tenant_id")
            .spread(5_000, 500, "tenant_id")
            .end()
            .table("tasks", "tenant_id", "id")
            .columns("tenant_id INTEGER", "id INTEGER", "project_id INTEGER")
            .ownedBy("projects", List.of("tenant_id", "id"), "tenant_id", "project_id")
            .spread(50_000, 300, "tenant_id", "project_id")
            .end();

    assertThat(tables.item("task"))
        .contains("key: { pk: \"TENANT#{tenant_id}\", sk: \"TASK#{id|pad:10}\" }")
        .noneMatch(line -> line.startsWith("project:"));
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void tablesThatReferenceEachOtherInACircleEndSomewhere(Style style) {
    Tables tables =
        new Tables()
            .table("hens", "id")
            .columns("id INTEGER", "egg_id INTEGER", "a TEXT", "b TEXT", "c TEXT", "d TEXT")
            .ownedBy("eggs", ID, "egg_id")
            .spread(10, 2, "egg_id")
            .end()
            .table("eggs", "id")
            .columns("id INTEGER", "hen_id INTEGER", "a TEXT", "b TEXT", "c TEXT", "d TEXT")
            .ownedBy("hens", ID, "hen_id")
            .spread(10, 2, "hen_id")
            .end()
            .table("people", "id")
            .columns("id INTEGER", "name TEXT", "boss_id INTEGER null")
            .references("people", ID, "boss_id")
            .end();

    Draft draft = tables.draft(style);

    assertThat(draft.outcomes()).hasSize(3).allMatch(Outcome::mapped);
    assertThat(Tables.item(draft, "person"))
        .contains("boss: { from: public.people, by: boss_id, take: [name] }");
  }

  @Test
  void secretsStayOutButKeysStay() {
    Tables tables =
        new Tables()
            .table("sessions", "token")
            .columns("token TEXT", "passwordHash TEXT", "api_key TEXT", "hashtag TEXT")
            .end();

    assertThat(tables.item("session"))
        .contains(
            "key: { pk: \"SESSION#{token|escape}\", sk: SESSION }",
            "columns: { except: [passwordHash, api_key] }");
  }

  @Test
  void noColumnIsHiddenByANameThatLockstepGives() {
    Tables tables =
        new Tables()
            .table("odd", "pk")
            .columns("pk INTEGER", "type TEXT", "_v INTEGER", "true TEXT")
            .end();

    assertThat(tables.item("odd"))
        .containsExactly(
            "table: shop",
            "from: public.odd",
            "key: { pk_: \"ODD#{pk}\", sk: ODD }",
            "columns: { except: [_v] }",
            "attributes:",
            "type_: { value: odd }",
            "v: { column: _v }");
  }

  @Test
  void aTableThatCannotBeMappedIsNamedWithReasonRemedyAndASuggestion() {
    Tables tables =
        new Tables()
            .table("readings")
            .columns("sensor_id INTEGER", "at TIMESTAMP", "value FLOAT")
            .hindered("KEY-MISSING", "the table has no primary key")
            .end()
            .table("sensors", "id")
            .columns("id INTEGER")
            .end();

    Draft draft = tables.draft(Style.SINGLE_TABLE);

    assertThat(draft.outcomes())
        .contains(
            new Outcome(new TableId("public", "readings"), false, "the table has no primary key"));
    assertThat(draft.text())
        .contains("# public.readings is left out: the table has no primary key.")
        .contains("# What to do: mend it.")
        .contains("  #   identity: [sensor_id, at]");
  }

  @Test
  void oneTablePerEntityKeepsTheSourcesKeysAndHasIndexesByReference() {
    Draft draft = shop(500).draft(Style.TABLE_PER_ENTITY);

    assertThat(draft.text())
        .contains("  shop-customer: { partition-key: { name: id, type: N } }\n")
        .contains(
            "  shop-order: { partition-key: { name: id, type: N }, indexes: { by-customer: {"
                + " partition-key: { name: customer_id, type: N }, sort-key: { name: id, type: N }"
                + " } } }\n");
    assertThat(Tables.item(draft, "order-line"))
        .contains("key: { order_id: \"{order_id}\", line_no: \"{line_no}\" }");
  }

  @Test
  void theSameTablesGiveTheSameText() {
    assertThat(shop(4).draft(Style.SINGLE_TABLE)).isEqualTo(shop(4).draft(Style.SINGLE_TABLE));
  }
}
