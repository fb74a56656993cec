CREATE TABLE customers (
  id            BIGINT PRIMARY KEY,
  email         VARCHAR(100) NOT NULL,
  first_name    VARCHAR(50) NOT NULL,
  last_name     VARCHAR(50) NOT NULL,
  password_hash VARCHAR(60) NOT NULL,
  tier          ENUM('basic', 'silver', 'gold') NOT NULL,
  created_at    TIMESTAMP(6) NOT NULL,
  notes         TEXT
);

CREATE TABLE addresses (
  id          BIGINT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  kind        VARCHAR(10) NOT NULL,
  street      VARCHAR(100) NOT NULL,
  city        VARCHAR(50) NOT NULL,
  country     CHAR(2) NOT NULL,
  INDEX addresses_customer (customer_id)
);

CREATE TABLE products (
  id         BIGINT PRIMARY KEY,
  sku        VARCHAR(20) NOT NULL,
  name       VARCHAR(50) NOT NULL,
  price      DECIMAL(12,2) NOT NULL,
  attributes JSON NOT NULL,
  tags       SET('new', 'sale', 'eco', 'gift', 'bulky') NOT NULL
);

CREATE TABLE orders (
  id          BIGINT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  status      VARCHAR(20) NOT NULL,
  total       DECIMAL(14,2) NOT NULL,
  placed_at   TIMESTAMP(6) NOT NULL,
  note        TEXT,
  INDEX orders_customer (customer_id)
);

CREATE TABLE order_lines (
  order_id   BIGINT NOT NULL,
  line_no    INT NOT NULL,
  product_id BIGINT NOT NULL,
  quantity   INT NOT NULL,
  unit_price DECIMAL(12,2) NOT NULL,
  PRIMARY KEY (order_id, line_no),
  INDEX order_lines_product (product_id)
);
