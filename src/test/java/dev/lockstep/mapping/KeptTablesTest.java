package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The compiler keeps the tables, columns and indexes that a mapping needs, and nothing else. */
class KeptTablesTest {
  private static final SourceTables SHOP =
      SourceTables.parse(
          """
          public.orders:
            columns: { id: bigint, customer_id: bigint null, status: text, total: numeric null, note: text null }
            key: [id]
            toastable: [status, note]
          public.lines:
            columns: { order_id: bigint, line_no: bigint, sku: text null, quantity: numeric null, note: text null, secret: text null }
            key: [order_id, line_no]
          public.products:
            columns: { sku: text, name: text null, price: numeric null, category_id: bigint null }
            key: [sku]
          public.customers:
            columns: { id: bigint, name: text null, email: text null, phone: text null }
            key: [id]
            full: true
            toastable: [name, email]
          """);

  private static final String ORDER =
      """
        order:
          table: shop
          from: public.orders
          where: status != 'draft'
          key: { pk: "{customer.email}", sk: "{id}" }
          columns: [total]
          lookup: { customer: { from: public.customers, by: customer_id } }
          embed:
            lines:
              from: public.lines
              by: order_id
              as: list
              columns: [quantity]
              order-by: product.price desc
              lookup: { product: { from: public.products, by: sku, take: [name] } }
      """;

  @Test
  void aJoinedTypeKeepsTheColumnsThatAreReadOfEachTable() {
    KeptWorld world = new KeptWorld(SHOP, ORDER);

    assertThat(world.kept("public.orders").columns())
        .containsExactly("id", "customer_id", "status", "total");
    assertThat(world.kept("public.lines").columns())
        .containsExactly("order_id", "line_no", "sku", "quantity");
    assertThat(world.kept("public.products").columns()).containsExactly("sku", "name", "price");
    assertThat(world.kept("public.customers").columns()).containsExactly("id", "email");
  }

  @Test
  void linksKnowTheIndexesByWhichWalksGoUpAndDown() {
    KeptWorld world = new KeptWorld(SHOP, ORDER);
    JoinNode root = world.type("order").joinRoot();
    JoinNode lines =
        root.children().stream().filter(n -> n.path().equals("lines")).findFirst().orElseThrow();
    JoinNode product = lines.children().get(0);

    assertThat(product.path()).isEqualTo("lines.product");
    assertThat(product.kind()).isEqualTo(JoinNode.Kind.LOOKUP);
    assertThat(product.reads()).containsExactlyInAnyOrder("sku", "name", "price");
    assertThat(parentIndex(world, lines)).containsExactly("id");
    assertThat(childIndex(world, lines)).containsExactly("order_id");
    assertThat(parentIndex(world, product)).containsExactly("sku");
    assertThat(childIndex(world, product)).containsExactly("sku");
  }

  private static List<String> parentIndex(KeptWorld world, JoinNode node) {
    JoinNode parent = node.parent();
    assertThat(parent).isNotNull();
    return indexOf(world, parent.table(), node.link().parentIndex());
  }

  private static List<String> childIndex(KeptWorld world, JoinNode node) {
    return indexOf(world, node.table(), node.link().childIndex());
  }

  private static List<String> indexOf(KeptWorld world, TableId table, int index) {
    return world.kept(table.toString()).indexes().get(index);
  }

  @Test
  void tablesThatSeveralTypesUseAreKeptOnceForAll() {
    KeptWorld world =
        new KeptWorld(
            SHOP,
            ORDER
                + """
                    line:
                      table: shop
                      from: public.lines
                      key: { pk: "{order_id}", sk: "L#{line_no}" }
                      columns: [note]
                      lookup: { order: { from: public.orders, by: order_id, take: [note] } }
                  """);

    assertThat(world.keptTables()).doesNotHaveDuplicates().hasSize(4);
    assertThat(world.kept("public.lines").columns()).contains("note", "quantity");
    assertThat(world.kept("public.orders").columns()).contains("note", "total");
    assertThat(world.kept("public.lines").indexes()).doesNotHaveDuplicates();
  }

  @Test
  void everyKeptColumnHasAReason() {
    KeptWorld world = new KeptWorld(SHOP, ORDER);

    for (KeptTable table : world.plan.kept()) {
      Set<String> explained = new HashSet<>();
      reasons(world, table.table()).forEach(r -> explained.addAll(r.columns()));
      assertThat(explained).containsExactlyInAnyOrderElementsOf(table.columns());
    }
    assertThat(reasons(world, TableId.parse("public.products")))
        .contains(
            new KeptReason("order.lines.product", "orders a list", List.of("price")),
            new KeptReason("order.lines.product", "shown", List.of("name")));
  }

  @Test
  void ofKeptTablesNoEarlierValuesAreAskedOfTheSource() {
    KeptWorld world = new KeptWorld(SHOP, ORDER);

    assertThat(world.plan.needs().get(TableId.parse("public.orders")))
        .isEqualTo(
            new TableNeeds(
                List.of("id", "customer_id", "status", "total"),
                List.of(),
                List.of(),
                false,
                List.of("id", "status", "total")));
  }

  @Test
  void whetherOtherRowsTakePartInTheKeyIsKnown() {
    KeptWorld world = new KeptWorld(SHOP, ORDER);
    KeptWorld own = new KeptWorld(SHOP, ORDER.replace("{customer.email}", "{customer_id}"));
    KeptWorld counted =
        new KeptWorld(
            SHOP,
            ORDER
                .replace("{customer.email}", "{customer_id}")
                .replace("status != 'draft'", "size(lines) > 0"));

    assertThat(world.type("order").keyFollowsFromRoot()).isFalse();
    assertThat(own.type("order").keyFollowsFromRoot()).isTrue();
    assertThat(counted.type("order").keyFollowsFromRoot()).isFalse();
  }

  @Test
  void aPlainTypeKeepsNothing() {
    assertThat(plain("key: { pk: \"{id}\", sk: O }").plan.kept()).isEmpty();
    assertThat(plain("key: { pk: \"{id}\", sk: O }", "attributes: { x: { template: \"{note}\" } }"))
        .extracting(world -> world.plan.kept())
        .isEqualTo(List.of());
  }

  @Test
  void aPlainTypeWhoseKeyMayChangeKeepsTheKeyTheConditionAndWhatAnUpdateMayLeaveOut() {
    KeptWorld world = plain("key: { pk: \"{customer_id}\", sk: \"{id}\" }", "where: total > 0.0");

    assertThat(world.kept("public.orders"))
        .isEqualTo(
            new KeptTable(
                TableId.parse("public.orders"),
                List.of("id"),
                List.of("customer_id", "status", "total", "note"),
                List.of()));
    assertThat(reasons(world, TableId.parse("public.orders")))
        .first()
        .extracting(KeptReason::why)
        .asString()
        .contains("old item");
  }

  @Test
  void aPlainTypeWithAConditionKeepsWhatAnUpdateMayLeaveOut() {
    KeptWorld world =
        plain("key: { pk: \"{id}\", sk: O }", "where: total > 0.0", "columns: [note]");

    assertThat(world.kept("public.orders").columns()).containsExactly("id", "note");
  }

  @Test
  void aPlainTypeWithATextOfSeveralColumnsKeepsThoseThatAnUpdateMayLeaveOut() {
    KeptWorld world =
        plain(
            "key: { pk: \"{id}\", sk: O }", "attributes: { x: { template: \"{note} {total}\" } }");

    assertThat(world.kept("public.orders").columns()).containsExactly("id", "note");
  }

  @Test
  void aPlainTypeOfATableThatSendsWholeEarlierRowsKeepsNothing() {
    KeptWorld world =
        new KeptWorld(
            SHOP,
            """
              customer:
                table: shop
                from: public.customers
                where: phone == null
                key: { pk: "{email}", sk: C }
                attributes: { x: { template: "{name} {email}" } }
            """);

    assertThat(world.plan.kept()).isEmpty();
    assertThat(world.plan.needs().get(TableId.parse("public.customers")))
        .isEqualTo(
            new TableNeeds(List.of("id", "name", "email", "phone"), List.of("email"), List.of()));
  }

  private static List<KeptReason> reasons(KeptWorld world, TableId table) {
    return world.plan.keptReasons().getOrDefault(table, List.of());
  }

  private static KeptWorld plain(String... lines) {
    return new KeptWorld(
        SHOP,
        "  order:\n    table: shop\n    from: public.orders\n    "
            + String.join("\n    ", lines)
            + "\n");
  }
}
