package dev.lockstep.demo;

import dev.lockstep.demo.Tally.Effect;
import java.util.List;
import java.util.function.LongSupplier;

/** What happens to products; ids are of one parity as in {@link ShopTransactions}. */
final class ProductTransactions {
  private static final String A_PRODUCT = Step.oneOf("products");

  private final ShopData data;
  private final ShopDialect dialect;
  private final int parity;
  private final ShopSize size;
  private final LongSupplier newId;

  ProductTransactions(
      ShopData data, ShopDialect dialect, int parity, ShopSize size, LongSupplier newId) {
    this.data = data;
    this.dialect = dialect;
    this.parity = parity;
    this.size = size;
    this.newId = newId;
  }

  private long someProduct() {
    return 1L + data.below(Math.max(1, size.products()));
  }

  List<Step> reprice() {
    return List.of(
        Step.of(
            Effect.UPDATE,
            "UPDATE products SET price = ?, attributes = "
                + dialect.json()
                + " WHERE id = "
                + A_PRODUCT,
            data.price(),
            data.attributes(),
            someProduct(),
            parity));
  }

  List<Step> repriceMany() {
    long start = someProduct();
    return List.of(
        Step.of(
            Effect.UPDATE,
            "UPDATE products SET price = round(price * 1.01, 2)"
                + " WHERE id BETWEEN ? AND ? AND id % 2 = ?",
            start,
            start + 40,
            parity));
  }

  // Shows in the items of all orders that have a line of it.
  List<Step> rename() {
    return List.of(
        Step.of(
            Effect.UPDATE,
            "UPDATE products SET name = ? WHERE id = " + A_PRODUCT,
            data.productName(),
            someProduct(),
            parity));
  }

  // Deleted and inserted under the same key, in one transaction: in the end, an update.
  List<Step> replace() {
    long product = newId.getAsLong();
    return List.of(
        insert(product, "new"),
        Step.of(Effect.DELETE, "DELETE FROM products WHERE id = ?", product),
        insert(product, ""));
  }

  private Step insert(long product, String tags) {
    return Step.of(
        Effect.INSERT,
        dialect.insertProduct(),
        product,
        "SKU-" + (10_000 + product),
        data.productName(),
        data.price(),
        data.attributes(),
        tags);
  }
}
