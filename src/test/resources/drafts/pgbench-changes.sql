-- A transaction of pgbench, and some that it does not make.
BEGIN;
UPDATE pgbench_accounts SET abalance = abalance + 17 WHERE aid = 42;
UPDATE pgbench_tellers SET tbalance = tbalance + 17 WHERE tid = 3;
UPDATE pgbench_branches SET bbalance = bbalance + 17 WHERE bid = 1;
INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES (3, 1, 42, 17, CURRENT_TIMESTAMP);
COMMIT;
UPDATE pgbench_tellers SET bid = 2 WHERE tid = 4;
UPDATE pgbench_tellers SET bid = NULL WHERE tid = 5;
DELETE FROM pgbench_accounts WHERE aid BETWEEN 10 AND 19;
