package dev.lockstep.demo;

/** How many rows each table of the shop starts with. */
record ShopSize(int customers, int addresses, int products, int orders, int lines) {
  private static final int SMALLEST = 20;

  /** Shares out about that many rows: one customer in ten rows, two lines to an order. */
  static ShopSize ofRows(int rows) {
    int all = Math.max(SMALLEST, rows);
    int customers = all / 10;
    int addresses = all * 15 / 100;
    int products = all / 20;
    int orders = all / 4;
    return new ShopSize(
        customers, addresses, products, orders, all - customers - addresses - products - orders);
  }

  int rows() {
    return customers + addresses + products + orders + lines;
  }
}
