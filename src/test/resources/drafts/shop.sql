-- Rows for the demo's tables.
INSERT INTO customers SELECT i, 'c' || i || '@example.org', 'F' || i, 'L' || i, 'secret', 'gold', '2026-01-01Z' FROM generate_series(1, 40) i;
INSERT INTO addresses SELECT i, 1 + i % 40, 'home', 'Street ' || i, 'Bern', 'CH' FROM generate_series(1, 60) i;
INSERT INTO products SELECT i, 'SKU-' || i, 'Product ' || i, i + 0.50, '{"colour": "red"}', '{a,b}' FROM generate_series(1, 20) i;
INSERT INTO orders SELECT i, 1 + i % 40, 'open', i, '2026-02-01Z' FROM generate_series(1, 120) i;
INSERT INTO order_lines SELECT o, l, 1 + (o + l) % 20, l, 2.5 FROM generate_series(1, 120) o, generate_series(1, 3) l;
ANALYZE;
