UPDATE `Order` SET `select` = 'b', _v = 4, `${env:HOME}` = NULL WHERE `Id` = 1;
UPDATE `group.by` SET `orderId` = 2 WHERE `key.part` = 10;
DELETE FROM `Order` WHERE `Id` = 1;
UPDATE tasks SET project_id = 2, person_id = 4 WHERE tenant_id = 1 AND id <= 10;
UPDATE people SET name = 'Renamed' WHERE tenant_id = 1 AND id = 4;
UPDATE tasks SET tenant_id = 2, id = 1000, person_id = NULL WHERE tenant_id = 3 AND id = 299;
DELETE FROM projects WHERE tenant_id = 3 AND id = 2;
UPDATE employees SET name = 'Anne' WHERE id = 1;
DELETE FROM employees WHERE id = 2;
DELETE FROM shelves WHERE id = 1;
UPDATE shelves SET id = 20 WHERE id = 2;
INSERT IGNORE INTO article_tags VALUES (1, 'tag2'), (3, 'tag3');
DELETE FROM articles WHERE id = 5;
UPDATE articles SET title = 'T', slug = 'slug-9' WHERE id = 2;
UPDATE named SET label = 'New' WHERE code = 'c2';
UPDATE measured SET value = -3 WHERE place_id = 1;
UPDATE computed SET base = 9;
UPDATE wide_key SET f = 5 WHERE a = 1;
UPDATE unsigned_key SET id = 9223372036854775808 WHERE id = 0;
UPDATE folded SET code = 'A' WHERE code = 'a';
UPDATE shifted SET id = id + 1 ORDER BY id DESC;
REPLACE INTO binary_key VALUES (x'00ff', 2);
UPDATE kinds SET tb = 0, bu = 1, de = -0.5, fl = 3.4e38, b12 = b'111111111111', y = 2155, ti = '838:59:59', dt6 = '2026-02-03 04:05:06.7', ts6 = '2026-02-03 04:05:06.7',
  en = 'ü', se = 'y', js = JSON_SET(js, '$.b[1]', 7), ch = ' x', bi = x'00', bl = NULL, lt = 'short' WHERE id = 1;
INSERT INTO kinds (id, t, bo, de, ti, da, ts, en, se, js, ch, la, bi, vb) VALUES
  (3, 1, FALSE, 0, '00:00:00', '9999-12-31', '2026-07-01 12:00', 'a', 'x,y,z', '[]', '', '', '', '');
TRUNCATE redirects;
INSERT INTO keyless VALUES (2, NOW(), 1);
