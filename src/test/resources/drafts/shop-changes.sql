UPDATE products SET name = 'Renamed' WHERE id = 3;
DELETE FROM order_lines WHERE order_id = 7;
UPDATE orders SET customer_id = 9 WHERE id = 8;
UPDATE order_lines SET order_id = 11, line_no = 9 WHERE order_id = 10 AND line_no = 1;
UPDATE addresses SET customer_id = 2 WHERE id = 1;
DELETE FROM orders WHERE id = 12;
INSERT INTO customers VALUES (41, 'e', 'New', 'One', 'x', 'none', '2026-03-01Z', NULL);
INSERT INTO orders VALUES (121, 41, 'new', 0, '2026-03-01Z', 'note');
INSERT INTO order_lines VALUES (121, 1, 3, 1, 1);
