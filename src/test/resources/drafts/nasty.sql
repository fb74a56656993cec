-- Whatever a schema may have that is awkward to map.
CREATE EXTENSION IF NOT EXISTS hstore;
CREATE TYPE mood AS ENUM ('sad', 'o#k', 'happy');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN amount AS numeric(10, 2);

-- Reserved words, capitals, dots, blanks, braces, quotes.
CREATE TABLE "Order" ("Id" int PRIMARY KEY, "select" text, pk text, sk text, "a.b" int, "we|ird {x}" text,
  "${env:HOME}" text, "it's" text, type text, _v int, yes text, "null" text, api_token text);
CREATE TABLE "group.by" ("key.part" int PRIMARY KEY, "Name" text, "orderId" int NOT NULL REFERENCES "Order" ON DELETE CASCADE);
CREATE TABLE "odd key" ("a|b" int PRIMARY KEY, x text);

-- Composite foreign keys that share a column.
CREATE TABLE tenants (id int PRIMARY KEY, name text, plan text, vat text, city text);
CREATE TABLE projects (tenant_id int REFERENCES tenants ON DELETE CASCADE, id int, title text, PRIMARY KEY (tenant_id, id));
CREATE TABLE people (tenant_id int REFERENCES tenants ON DELETE CASCADE, id int, name text, email text,
  manager_id int, PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, manager_id) REFERENCES people);
CREATE TABLE tasks (tenant_id int, id bigint, project_id int NOT NULL, person_id int, status mood, due date,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, project_id) REFERENCES projects ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, person_id) REFERENCES people);
CREATE TABLE task_notes (note_id uuid PRIMARY KEY, tenant_id int NOT NULL, task_id bigint NOT NULL, body text,
  FOREIGN KEY (tenant_id, task_id) REFERENCES tasks ON DELETE CASCADE);

-- Self references and cycles.
CREATE TABLE employees (id serial PRIMARY KEY, name text, manager_id int REFERENCES employees);
CREATE TABLE hens (id int PRIMARY KEY, egg_id int NOT NULL, name text, colour text, weight int, age int);
CREATE TABLE eggs (id int PRIMARY KEY, hen_id int NOT NULL REFERENCES hens DEFERRABLE INITIALLY DEFERRED, size int, shell text, weight int, age int);
ALTER TABLE hens ADD FOREIGN KEY (egg_id) REFERENCES eggs DEFERRABLE INITIALLY DEFERRED;

-- Many to many; of a table with itself too.
CREATE TABLE articles (id int PRIMARY KEY, title text, slug text UNIQUE, body text, author text);
CREATE TABLE tags (name text PRIMARY KEY, note text);
CREATE TABLE article_tags (article_id int REFERENCES articles ON DELETE CASCADE, tag text REFERENCES tags, PRIMARY KEY (article_id, tag));
CREATE TABLE users (id uuid PRIMARY KEY, username text, password_hash text, bio text, joined timestamptz);
CREATE TABLE follows (follower_id uuid REFERENCES users ON DELETE CASCADE, followee_id uuid REFERENCES users ON DELETE CASCADE, PRIMARY KEY (follower_id, followee_id));
-- By a unique key that is not the primary key; one to one.
CREATE TABLE redirects (path text PRIMARY KEY, slug text REFERENCES articles (slug), hits int);
CREATE TABLE user_settings (user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE, theme text, secret_key text);

-- Keys: none, unique only, deferrable; no columns at all.
CREATE TABLE keyless (sensor_id int, at timestamp, value float8);
CREATE TABLE named (code text NOT NULL UNIQUE, label text);
ALTER TABLE named REPLICA IDENTITY USING INDEX named_code_key;
CREATE TABLE named_badly (code text NOT NULL UNIQUE, label text);
CREATE TABLE named_uses (id int PRIMARY KEY, code text REFERENCES named (code));
CREATE TABLE deferred (id int PRIMARY KEY DEFERRABLE);
CREATE TABLE nothing ();
CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY);
CREATE TABLE cases (id int PRIMARY KEY, "A" int, a int);
CREATE VIEW sight AS SELECT * FROM keyless;

-- Partitions, generated columns, keys of many types, types of many kinds.
CREATE TABLE measured (place_id int, day date, value numeric(6, 0), PRIMARY KEY (place_id, day)) PARTITION BY RANGE (day);
CREATE TABLE measured_2026 PARTITION OF measured FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE computed (id int PRIMARY KEY, base int, twice int GENERATED ALWAYS AS (base * 2) STORED);
CREATE TABLE wide_key (a smallint, b text, c boolean, d timestamptz, e mood, f numeric(9), PRIMARY KEY (a, b, c, d, e, f));
CREATE TABLE binary_key (b bytea PRIMARY KEY, x int);
CREATE TABLE kinds (id bigint PRIMARY KEY, m mood, p pair, am amount, arr int[], tarr text[], marr mood[], j json, jb jsonb, h hstore,
  ip inet, r int4range, pt point, ts tsvector, x xml, bits bit(4), iv interval, tz timetz, t time, ts2 timestamp, mo money, by bytea, u uuid);

INSERT INTO "Order" VALUES (1, 'a', 'p', 's', 7, 'w', 'home', 'it', 'big', 3, 'y', 'n', 'shh'), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "group.by" VALUES (10, 'ten', 1), (11, 'eleven', 1), (12, NULL, 2);
INSERT INTO "odd key" VALUES (1, 'x');
INSERT INTO tenants SELECT i, 'T' || i, 'free', NULL, 'Bern' FROM generate_series(1, 3) i;
INSERT INTO projects SELECT t, p, 'P' || p FROM generate_series(1, 3) t, generate_series(1, 4) p;
INSERT INTO people SELECT t, p, 'N' || p, NULL, NULLIF(p / 2, 0) FROM generate_series(1, 3) t, generate_series(1, 5) p;
INSERT INTO tasks SELECT t, n, 1 + n % 4, NULLIF(n % 6, 0), 'o#k', '2026-05-01' FROM generate_series(1, 3) t, generate_series(1, 480) n;
INSERT INTO task_notes SELECT gen_random_uuid(), t, n, repeat('n', 20) FROM generate_series(1, 3) t, generate_series(1, 20) n, generate_series(1, 2);
INSERT INTO employees (name, manager_id) VALUES ('Ann', NULL), ('Bob', 1), ('Cid', 1), ('Dan', 2);
BEGIN; INSERT INTO hens VALUES (1, 1, 'h', 'red', 2, 3); INSERT INTO eggs VALUES (1, 1, 2, 's', 3, 4); COMMIT;
INSERT INTO articles SELECT i, 'Title ' || i, 'slug-' || i, repeat('b', 50), 'me' FROM generate_series(1, 6) i;
INSERT INTO tags SELECT 'tag' || i, NULL FROM generate_series(1, 4) i;
INSERT INTO article_tags SELECT a, 'tag' || t FROM generate_series(1, 6) a, generate_series(1, 4) t WHERE (a + t) % 2 = 0;
INSERT INTO users SELECT ('00000000-0000-0000-0000-00000000000' || i)::uuid, 'u' || i, 'x', NULL, '2026-01-01Z' FROM generate_series(1, 5) i;
INSERT INTO follows SELECT a.id, b.id FROM users a, users b WHERE a.id < b.id;
INSERT INTO redirects VALUES ('/x', 'slug-1', 3), ('/#%', NULL, 0);
INSERT INTO user_settings SELECT id, 'dark', 'k' FROM users LIMIT 3;
INSERT INTO keyless VALUES (1, now(), 2), (1, now(), 2);
INSERT INTO named VALUES ('c#1', 'L'), ('c2', NULL);
INSERT INTO named_uses VALUES (1, 'c2'), (2, NULL);
INSERT INTO cases VALUES (1, 2, 3);
INSERT INTO measured SELECT p, DATE '2026-03-01' + d, d FROM generate_series(1, 2) p, generate_series(0, 9) d;
INSERT INTO computed (id, base) VALUES (1, 2), (2, NULL);
INSERT INTO wide_key VALUES (1, 'a#%', true, '2026-01-01Z', 'o#k', 12), (-2, '', false, 'infinity', 'sad', -7);
INSERT INTO binary_key VALUES ('\x00ff', 1);
INSERT INTO kinds VALUES (1, 'sad', '(1,x)', 1.50, '{1,NULL}', '{a}', '{happy}', '{"a":1}', '[1]', 'a=>1', '10.0.0.1', '[1,3)', '(1,2)', 'a b', '<a/>', '0101', '1 day', '10:00+02', '10:00', '2026-01-01', 3.25, '\x01', gen_random_uuid());
ANALYZE;
