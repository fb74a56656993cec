CREATE TABLE customers (
  id            bigint PRIMARY KEY,
  email         text NOT NULL,
  first_name    text NOT NULL,
  last_name     text NOT NULL,
  password_hash text NOT NULL,
  tier          text NOT NULL,
  created_at    timestamptz NOT NULL,
  notes         text
);

CREATE TABLE addresses (
  id          bigint PRIMARY KEY,
  customer_id bigint NOT NULL,
  kind        text NOT NULL,
  street      text NOT NULL,
  city        text NOT NULL,
  country     text NOT NULL
);

CREATE TABLE products (
  id         bigint PRIMARY KEY,
  sku        text NOT NULL,
  name       text NOT NULL,
  price      numeric(12,2) NOT NULL,
  attributes jsonb NOT NULL,
  tags       text[] NOT NULL
);

CREATE TABLE orders (
  id          bigint PRIMARY KEY,
  customer_id bigint NOT NULL,
  status      text NOT NULL,
  total       numeric(14,2) NOT NULL,
  placed_at   timestamptz NOT NULL,
  note        text
);

CREATE TABLE order_lines (
  order_id   bigint NOT NULL,
  line_no    int NOT NULL,
  product_id bigint NOT NULL,
  quantity   int NOT NULL,
  unit_price numeric(12,2) NOT NULL,
  PRIMARY KEY (order_id, line_no)
);

CREATE INDEX addresses_customer ON addresses (customer_id);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX order_lines_product ON order_lines (product_id);

-- No table has REPLICA IDENTITY FULL, though an order's key holds its customer: Lockstep keeps the
-- columns that the log leaves out.
