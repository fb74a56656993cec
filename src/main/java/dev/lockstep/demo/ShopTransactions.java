package dev.lockstep.demo;

import dev.lockstep.demo.Tally.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What happens in the shop, as transactions. All rows of one of these have ids of one parity, so
 * that two of them, of different parity, never wait for each other's rows.
 */
final class ShopTransactions {
  private static final String A_CUSTOMER = Step.oneOf("customers");
  private static final String AN_ORDER = Step.oneOf("orders");
  private static final String AN_ADDRESS = Step.oneOf("addresses");
  private static final int MAX_LINES = 4;

  private final ShopData data;
  private final int parity;
  private final ShopSize size;
  private final List<Supplier<List<Step>>> kinds = new ArrayList<>();
  private long nextId;

  ShopTransactions(ShopData data, ShopDialect dialect, int parity, ShopSize size) {
    this.data = data;
    this.parity = parity;
    this.size = size;
    this.nextId = (size.rows() / 2L + 1) * 2 + parity;
    weigh(20, this::placeOrder);
    weigh(24, this::advanceOrder);
    weigh(10, this::changeQuantity);
    weigh(6, this::editCustomer);
    weigh(2, this::renameCustomer);
    weigh(5, this::annotateCustomer);
    ProductTransactions products =
        new ProductTransactions(data, dialect, parity, size, this::newId);
    weigh(6, products::reprice);
    weigh(1, products::repriceMany);
    weigh(2, products::rename);
    weigh(2, products::replace);
    weigh(4, this::join);
    weigh(4, this::editAddress);
    weigh(2, this::handAddressOver);
    weigh(3, this::renumberAddress);
    weigh(4, this::giveOrderAway);
    weigh(2, this::renumberLines);
    weigh(4, this::cancelOrder);
    weigh(1, this::leave);
  }

  private void weigh(int weight, Supplier<List<Step>> kind) {
    for (int i = 0; i < weight; i++) {
      kinds.add(kind);
    }
  }

  /** The statements of the next transaction. */
  List<Step> next() {
    return kinds.get(data.below(kinds.size())).get();
  }

  private long newId() {
    nextId += 2;
    return nextId;
  }

  // From there on, the first row of this parity is taken.
  private long from(int rows) {
    return 1L + data.below(Math.max(1, rows));
  }

  private List<Step> placeOrder() {
    long order = newId();
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(
            Effect.INSERT,
            "INSERT INTO orders SELECT ?, id, ?, 0, ?, NULL FROM customers WHERE id = "
                + A_CUSTOMER,
            order,
            data.chance(20) ? "draft" : "placed",
            data.moment(),
            from(size.customers()),
            parity));
    int lines = 1 + data.below(MAX_LINES);
    for (int line = 1; line <= lines; line++) {
      steps.add(addLine(order, line));
    }
    steps.add(addUp(order));
    return steps;
  }

  private Step addLine(long order, int line) {
    return Step.of(
        Effect.INSERT,
        "INSERT INTO order_lines SELECT o.id, ?, p.id, ?, p.price FROM orders o, products p"
            + " WHERE o.id = ? AND p.id = (SELECT id FROM products WHERE id >= ? ORDER BY id LIMIT"
            + " 1)",
        line,
        1 + data.below(5),
        order,
        from(size.products()));
  }

  private static Step addUp(long order) {
    return Step.of(
        Effect.UPDATE,
        "UPDATE orders SET total = (SELECT coalesce(sum(quantity * unit_price), 0) FROM order_lines"
            + " WHERE order_id = id) WHERE id = ?",
        order);
  }

  private List<Step> advanceOrder() {
    return List.of(
        Step.of(
            Effect.UPDATE,
            "UPDATE orders SET status = CASE status WHEN 'draft' THEN 'placed' WHEN 'placed' THEN"
                + " 'paid' WHEN 'paid' THEN 'shipped' WHEN 'shipped' THEN 'delivered' ELSE"
                + " 'returned' END WHERE id = "
                + AN_ORDER,
            from(size.orders()),
            parity));
  }

  private List<Step> changeQuantity() {
    long start = from(size.orders());
    return List.of(
        Step.of(
            Effect.UPDATE,
            "UPDATE order_lines SET quantity = ? WHERE line_no = 1 AND order_id = " + AN_ORDER,
            1 + data.below(9),
            start,
            parity),
        Step.of(
            Effect.UPDATE,
            "UPDATE orders SET total = (SELECT coalesce(sum(quantity * unit_price), 0) FROM"
                + " order_lines WHERE order_id = orders.id) WHERE id = "
                + AN_ORDER,
            start,
            parity));
  }

  private List<Step> editCustomer() {
    long start = from(size.customers());
    return List.of(
        Step.of(
            Effect.UPDATE,
            "UPDATE customers SET tier = ?, email = ? WHERE id = " + A_CUSTOMER,
            data.tier(),
            data.email(start),
            start,
            parity));
  }

  // Shows in the customer's item and in those of all orders.
  private List<Step> renameCustomer() {
    return List.of(
        Step.of(
            Effect.UPDATE,
            "UPDATE customers SET last_name = ? WHERE id = " + A_CUSTOMER,
            data.lastName(),
            from(size.customers()),
            parity));
  }

  private List<Step> annotateCustomer() {
    String note = data.note();
    return List.of(
        Step.of(
            Effect.UPDATE,
            "UPDATE customers SET notes = nullif(?, '') WHERE id = " + A_CUSTOMER,
            note == null ? "" : note,
            from(size.customers()),
            parity));
  }

  private List<Step> join() {
    long customer = newId();
    String city = data.city();
    return List.of(
        Step.of(
            Effect.INSERT,
            "INSERT INTO customers VALUES (?, ?, ?, ?, ?, 'basic', ?, NULL)",
            customer,
            data.email(customer),
            data.firstName(),
            data.lastName(),
            data.passwordHash(),
            data.moment()),
        Step.of(
            Effect.INSERT,
            "INSERT INTO addresses VALUES (?, ?, ?, ?, ?, ?)",
            newId(),
            customer,
            data.kind(),
            data.street(),
            city,
            data.countryOf(city)));
  }

  private List<Step> editAddress() {
    String city = data.city();
    return List.of(
        Step.of(
            Effect.UPDATE,
            "UPDATE addresses SET street = ?, city = ?, country = ? WHERE id = " + AN_ADDRESS,
            data.street(),
            city,
            data.countryOf(city),
            from(size.addresses()),
            parity));
  }

  // Goes from one customer's item to another's.
  private List<Step> handAddressOver() {
    return List.of(
        Step.of(
            Effect.UPDATE,
            "UPDATE addresses SET customer_id = coalesce("
                + A_CUSTOMER
                + ", customer_id) WHERE id = "
                + AN_ADDRESS,
            from(size.customers()),
            parity,
            from(size.addresses()),
            parity));
  }

  private List<Step> renumberAddress() {
    return List.of(
        Step.of(
            Effect.KEY_CHANGE,
            "UPDATE addresses SET id = ? WHERE id = " + AN_ADDRESS,
            newId(),
            from(size.addresses()),
            parity));
  }

  private List<Step> giveOrderAway() {
    return List.of(
        Step.of(
            Effect.KEY_CHANGE,
            "UPDATE orders SET customer_id = coalesce("
                + A_CUSTOMER
                + ", customer_id) WHERE id = "
                + AN_ORDER,
            from(size.customers()),
            parity,
            from(size.orders()),
            parity));
  }

  private List<Step> renumberLines() {
    return List.of(
        Step.of(
            Effect.KEY_CHANGE,
            "UPDATE order_lines SET line_no = line_no + 100 WHERE order_id = " + AN_ORDER,
            from(size.orders()),
            parity));
  }

  private List<Step> cancelOrder() {
    long start = from(size.orders());
    return List.of(
        Step.of(
            Effect.DELETE, "DELETE FROM order_lines WHERE order_id = " + AN_ORDER, start, parity),
        Step.of(Effect.DELETE, "DELETE FROM orders WHERE id = " + AN_ORDER, start, parity));
  }

  private List<Step> leave() {
    long start = from(size.customers());
    String theirs = "customer_id = " + A_CUSTOMER;
    return List.of(
        Step.of(Effect.DELETE, "DELETE FROM addresses WHERE " + theirs, start, parity),
        Step.of(
            Effect.DELETE,
            "DELETE FROM order_lines WHERE order_id IN (SELECT id FROM orders WHERE "
                + theirs
                + ")",
            start,
            parity),
        Step.of(Effect.DELETE, "DELETE FROM orders WHERE " + theirs, start, parity),
        Step.of(Effect.DELETE, "DELETE FROM customers WHERE id = " + A_CUSTOMER, start, parity));
  }
}
