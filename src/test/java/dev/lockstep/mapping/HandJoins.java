package dev.lockstep.mapping;

import static java.util.Objects.requireNonNull;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.JoinNode.Kind;
import dev.lockstep.mapping.JoinNode.Link;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Item types over customers, orders, lines, products and people, with trees written down by hand:
 *
 * <ul>
 *   <li>{@code order}: an order with its customer, whose region is in the key, and its lines with
 *       their products; no customer, no item
 *   <li>{@code seat}: a customer with its orders and their lines; the key is the region alone, so
 *       it can change hands
 *   <li>{@code person}: a person with its boss and its reports, all of one table
 *   <li>{@code small} and {@code large}: orders of up to one line and of more, under one key
 * </ul>
 */
final class HandJoins {
  static final SourceTables TABLES =
      SourceTables.parse(
          """
          public.customers:
            columns: { id: bigint, name: text, region: text }
            key: [id]
          public.orders:
            columns: { id: bigint, customer_id: bigint null, status: text, unread: text null }
            key: [id]
            toastable: [unread]
          public.lines:
            columns: { id: bigint, order_id: bigint null, product_id: bigint null, qty: bigint }
            key: [id]
          public.products:
            columns: { id: bigint, name: text, unread: text null }
            key: [id]
          public.people:
            columns: { id: bigint, boss_id: bigint null, name: text }
            key: [id]
          """);

  private static final String MAPPING =
      """
      tables: { all: { partition-key: pk } }
      items:
        order: { table: all, from: public.orders, key: { pk: "O#{customer.region}#{id}" } }
        seat: { table: all, from: public.customers, key: { pk: "R#{region}" } }
        person: { table: all, from: public.people, key: { pk: "P#{id}" } }
        small:
          { table: all, from: public.orders, where: "size(lines) < 2", key: { pk: "S#{id}" } }
        large:
          { table: all, from: public.orders, where: "size(lines) > 1", key: { pk: "S#{id}" } }
      """;

  static final TableId CUSTOMERS = TableId.parse("public.customers");
  static final TableId ORDERS = TableId.parse("public.orders");
  static final TableId LINES = TableId.parse("public.lines");
  static final TableId PRODUCTS = TableId.parse("public.products");
  static final TableId PEOPLE = TableId.parse("public.people");

  static final List<KeptTable> KEPT =
      List.of(
          kept(CUSTOMERS, List.of("name", "region"), List.of(List.of("id"))),
          kept(
              ORDERS,
              List.of("customer_id", "status"),
              List.of(List.of("id"), List.of("customer_id"))),
          kept(
              LINES,
              List.of("order_id", "product_id", "qty"),
              List.of(List.of("id"), List.of("order_id"), List.of("product_id"))),
          kept(PRODUCTS, List.of("name"), List.of(List.of("id"))),
          kept(PEOPLE, List.of("boss_id", "name"), List.of(List.of("id"), List.of("boss_id"))));

  private static final int ID = 0;

  private final MappingDefinition definition = MappedWorld.parse(MAPPING);
  private final List<JoinedType> types =
      List.of(order(), seat(), person(), sized("small"), sized("large"));

  private static KeptTable kept(TableId table, List<String> columns, List<List<String>> indexes) {
    return new KeptTable(table, List.of("id"), columns, indexes);
  }

  private ItemTypePlan plan(String name, JoinNode root) {
    ItemDefinition item = requireNonNull(definition.items().get(name));
    TableSpec table = requireNonNull(definition.tables().get(item.table().name())).spec();
    boolean seat = name.equals("seat");
    boolean fromRowKey = !seat && !name.equals("order");
    KeyPattern pattern =
        KeyPattern.of(requireNonNull(item.key().get("pk")), TABLES.get(item.root()).schema());
    return new ItemTypePlan(
        item,
        table,
        item.key(),
        fromRowKey,
        seat,
        List.of(pattern),
        new JoinPlan(root, new IdentityHashMap<>(), fromRowKey));
  }

  List<JoinedType> types() {
    return types;
  }

  MappedWorld world(MapperOptions options) {
    List<ItemTypePlan> all = types.stream().map(JoinedType::plan).toList();
    List<TableSpec> tables = List.of(all.get(0).table());
    return new MappedWorld(
        TABLES,
        new MappingPlan(tables, all, Map.of(), KEPT, Map.of(), Map.of(), List.of()),
        KEPT,
        new Mapper(all, types, KEPT, options));
  }

  /** The items that the rows of a source should have, computed root by root. */
  Map<ItemKey, Map<String, Value>> expected(Map<RowKey, Row> rows) {
    RowLookup naive = new NaiveRows(rows, KEPT);
    Map<ItemKey, Map<String, Value>> expected = new HashMap<>();
    for (JoinedType type : types) {
      for (Row row : rows.values()) {
        boolean root = row.table().equals(type.plan().root());
        ItemKey key = root ? type.items().key(row, naive) : null;
        if (key != null) {
          Item item = type.items().item(row, key, naive);
          expected.put(key, item.attributes());
        }
      }
    }
    return expected;
  }

  private JoinedType order() {
    JoinNode root = root(ORDERS, "customer_id", "status");
    JoinNode customer = lookup("customer", CUSTOMERS, root, "customer_id", 1, "name", "region");
    lines(root, "lines");
    return type(
        "order",
        root,
        (row, rows) -> {
          List<Row> found = HandItems.linked(customer, row, rows);
          return found.isEmpty()
              ? null
              : key("O#" + found.get(0).get("region") + "#" + row.get("id"));
        });
  }

  private JoinedType seat() {
    JoinNode root = root(CUSTOMERS, "name", "region");
    JoinNode orders = embed("orders", ORDERS, root, "customer_id", 1, "status");
    lines(orders, "orders.lines");
    return type("seat", root, (row, rows) -> key("R#" + row.get("region")));
  }

  private JoinedType person() {
    JoinNode root = root(PEOPLE, "name", "boss_id");
    lookup("boss", PEOPLE, root, "boss_id", 1, "name");
    embed("reports", PEOPLE, root, "boss_id", 1, "name");
    return type("person", root, (row, rows) -> key("P#" + row.get("id")));
  }

  private JoinedType sized(String name) {
    JoinNode root = root(ORDERS, "status");
    JoinNode lines = embed("lines", LINES, root, "order_id", 1, "qty");
    boolean large = name.equals("large");
    return type(
        name,
        root,
        (row, rows) ->
            HandItems.linked(lines, row, rows).size() > 1 == large
                ? key("S#" + row.get("id"))
                : null);
  }

  private static void lines(JoinNode parent, String path) {
    JoinNode lines = embed(path, LINES, parent, "order_id", 1, "qty", "product_id");
    lookup(path + ".product", PRODUCTS, lines, "product_id", 2, "name");
  }

  private JoinedType type(String name, JoinNode root, HandItems.Keys keys) {
    return new JoinedType(root, new HandItems(plan(name, root), root, keys));
  }

  private static ItemKey key(String partition) {
    return new ItemKey("all", new Value.Text(partition), null);
  }

  private static JoinNode root(TableId table, String... reads) {
    return node("", Kind.ROOT, table, null, Link.NONE, reads);
  }

  /** Rows whose column equals the parent's id. */
  private static JoinNode embed(
      String path, TableId table, JoinNode parent, String by, int byIndex, String... reads) {
    Link link = new Link(List.of("id"), List.of(by), ID, byIndex);
    return node(path, Kind.EMBED, table, parent, link, reads);
  }

  /** The row whose id equals the parent's column. */
  private static JoinNode lookup(
      String path, TableId table, JoinNode parent, String by, int byIndex, String... reads) {
    Link link = new Link(List.of(by), List.of("id"), byIndex, ID);
    return node(path, Kind.LOOKUP, table, parent, link, reads);
  }

  private static JoinNode node(
      String path,
      Kind kind,
      TableId table,
      @Nullable JoinNode parent,
      Link link,
      String... reads) {
    Set<String> all = new LinkedHashSet<>(List.of(reads));
    all.add("id");
    return new JoinNode(path, kind, table, parent, link, List.of("id"), all, all);
  }
}
