CREATE TABLE customers (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  email text
);

CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers,
  status text NOT NULL,
  total numeric(12, 2) NOT NULL
);

INSERT INTO customers VALUES (1, 'Ada', 'ada@example.com'), (2, 'Grace', NULL);
INSERT INTO orders VALUES (1, 1, 'placed', 12.50), (2, 2, 'shipped', 99.00);
