-- Whatever a schema may have in MySQL that is awkward to map.

-- Reserved words, capitals, dots, blanks, braces, quotes.
CREATE TABLE `Order` (`Id` INT PRIMARY KEY, `select` TEXT, pk TEXT, sk TEXT, `a.b` INT, `we|ird {x}` TEXT,
  `${env:HOME}` TEXT, `it's` TEXT, type TEXT, _v INT, yes TEXT, `null` TEXT, api_token TEXT);
CREATE TABLE `group.by` (`key.part` INT PRIMARY KEY, `Name` TEXT, `orderId` INT NOT NULL,
  FOREIGN KEY (`orderId`) REFERENCES `Order` (`Id`) ON DELETE CASCADE);
CREATE TABLE `odd key` (`a|b` INT PRIMARY KEY, x TEXT);

-- Composite foreign keys that share a column; what is deleted with a parent is not in the log.
CREATE TABLE tenants (id INT PRIMARY KEY, name VARCHAR(50), plan TEXT, vat TEXT, city TEXT);
CREATE TABLE projects (tenant_id INT, id INT, title TEXT, PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE);
CREATE TABLE people (tenant_id INT, id INT, name TEXT, email TEXT, manager_id INT, PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, manager_id) REFERENCES people (tenant_id, id));
CREATE TABLE tasks (tenant_id INT, id BIGINT, project_id INT NOT NULL, person_id INT,
  status ENUM('sad', 'o#k', 'happy'), due DATE, PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, id));

-- Self references; references that are cleared.
CREATE TABLE employees (id INT AUTO_INCREMENT PRIMARY KEY, name TEXT, manager_id INT,
  FOREIGN KEY (manager_id) REFERENCES employees (id) ON DELETE SET NULL);
CREATE TABLE shelves (id INT PRIMARY KEY, label TEXT);
CREATE TABLE books (id INT PRIMARY KEY, title TEXT, shelf_id INT,
  FOREIGN KEY (shelf_id) REFERENCES shelves (id) ON DELETE SET NULL ON UPDATE CASCADE);

-- Many to many; by a unique key that is not the primary key; one to one.
CREATE TABLE articles (id INT PRIMARY KEY, title TEXT, slug VARCHAR(40) UNIQUE, body TEXT, author TEXT);
CREATE TABLE tags (name VARCHAR(20) PRIMARY KEY, note TEXT);
CREATE TABLE article_tags (article_id INT, tag VARCHAR(20), PRIMARY KEY (article_id, tag),
  FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE, FOREIGN KEY (tag) REFERENCES tags (name));
CREATE TABLE redirects (path VARCHAR(40) PRIMARY KEY, slug VARCHAR(40), hits INT);

-- Keys: none, unique only, many types, and one whose collation takes 'A' for 'a'.
CREATE TABLE keyless (sensor_id INT, at DATETIME, value DOUBLE);
CREATE TABLE named (code VARCHAR(20) NOT NULL UNIQUE, label TEXT);
CREATE TABLE named_badly (code VARCHAR(20) UNIQUE, label TEXT);
CREATE TABLE wide_key (a SMALLINT, b VARCHAR(20), c BOOLEAN, d DATETIME(6), e ENUM('sad', 'o#k'), f DECIMAL(9),
  PRIMARY KEY (a, b, c, d, e, f));
CREATE TABLE binary_key (b VARBINARY(20) PRIMARY KEY, x INT);
CREATE TABLE unsigned_key (id BIGINT UNSIGNED PRIMARY KEY, x INT);
CREATE TABLE folded (code VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, n INT);
CREATE TABLE shifted (id INT PRIMARY KEY, name TEXT);
CREATE VIEW sight AS SELECT * FROM keyless;

-- Partitions, generated columns, types of many kinds.
CREATE TABLE measured (place_id INT, day DATE, value DECIMAL(6, 0), PRIMARY KEY (place_id, day))
  PARTITION BY HASH (place_id) PARTITIONS 3;
CREATE TABLE computed (id INT PRIMARY KEY, base INT, twice INT AS (base * 2) STORED);
CREATE TABLE kinds (id BIGINT PRIMARY KEY, t TINYINT, tb TINYINT(1), bo BOOLEAN, mu MEDIUMINT UNSIGNED, bu BIGINT UNSIGNED,
  de DECIMAL(38, 10), fl FLOAT, dou DOUBLE, b1 BIT(1), b12 BIT(12), y YEAR, ti TIME(3), da DATE, dt DATETIME, dt6 DATETIME(6),
  ts TIMESTAMP NULL, ts6 TIMESTAMP(6) NULL, en ENUM('a', 'b''c', 'ü'), se SET('x', 'y', 'z'), js JSON, ch CHAR(5), la VARCHAR(50) CHARACTER SET latin1,
  bi BINARY(4), vb VARBINARY(10), bl BLOB, lt LONGTEXT);

INSERT INTO `Order` VALUES (1, 'a', 'p', 's', 7, 'w', 'home', 'it', 'big', 3, 'y', 'n', 'shh'),
  (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO `group.by` VALUES (10, 'ten', 1), (11, 'eleven', 1), (12, NULL, 2);
INSERT INTO `odd key` VALUES (1, 'x');
CREATE TABLE n (i INT);
INSERT INTO n WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 300) SELECT i FROM s;
INSERT INTO tenants SELECT i, CONCAT('T', i), 'free', NULL, 'Bern' FROM n WHERE i <= 3;
INSERT INTO projects SELECT t.id, i, CONCAT('P', i) FROM tenants t, n WHERE i <= 4;
INSERT INTO people SELECT t.id, i, CONCAT('N', i), NULL, NULLIF(i DIV 2, 0) FROM tenants t, n WHERE i <= 5 ORDER BY t.id, i;
INSERT INTO tasks SELECT t.id, i, 1 + i % 4, NULLIF(i % 6, 0), 'o#k', '2026-05-01' FROM tenants t, n;
INSERT INTO employees (name, manager_id) VALUES ('Ann', NULL), ('Bob', 1), ('Cid', 1), ('Dan', 2);
INSERT INTO shelves VALUES (1, 'S1'), (2, 'S2'), (3, 'S3');
INSERT INTO books SELECT i, CONCAT('B', i), 1 + i % 3 FROM n WHERE i <= 20;
INSERT INTO articles SELECT i, CONCAT('Title ', i), CONCAT('slug-', i), REPEAT('b', 50), 'me' FROM n WHERE i <= 6;
INSERT INTO tags SELECT CONCAT('tag', i), NULL FROM n WHERE i <= 4;
INSERT INTO article_tags SELECT a.id, CONCAT('tag', i) FROM articles a, n WHERE i <= 4 AND (a.id + i) % 2 = 0;
INSERT INTO redirects VALUES ('/x', 'slug-1', 3), ('/#%', NULL, 0);
INSERT INTO keyless VALUES (1, NOW(), 2), (1, NOW(), 2);
INSERT INTO named VALUES ('c#1', 'L'), ('c2', NULL);
INSERT INTO wide_key VALUES (1, 'a#%', TRUE, '2026-01-01 00:00:00.000001', 'o#k', 12), (-2, '', FALSE, '1000-01-01', 'sad', -7);
INSERT INTO binary_key VALUES (x'00ff', 1);
INSERT INTO unsigned_key VALUES (18446744073709551615, 1), (0, 2);
INSERT INTO folded VALUES ('a', 1), ('B', 2);
INSERT INTO shifted SELECT i, CONCAT('S', i) FROM n WHERE i <= 30;
INSERT INTO measured SELECT 1 + i % 2, DATE '2026-03-01' + INTERVAL i DAY, i FROM n WHERE i <= 20;
INSERT INTO computed (id, base) VALUES (1, 2), (2, NULL);
INSERT INTO kinds VALUES (1, -128, 2, TRUE, 16777215, 18446744073709551615, 1234567890123456789012345678.0123456789, 1.1, 0.1, b'1', b'10',
  1999, '-100:00:00.5', '1000-01-01', '2026-01-01 10:00', '9999-12-31 23:59:59.999999', '2026-01-01 10:00', '2038-01-19 03:14:07.999999',
  'b''c', 'z,x', '{"b": [1, 2.50, "ä", null], "a": {"x": true}, "d": 1e3}', 'ab', 'é§', x'01', x'0001', x'ff00', REPEAT('ü', 5000)),
  (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
DROP TABLE n;
