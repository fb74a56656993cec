package dev.lockstep.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM lines WHERE a = ?              | DELETE FROM `lines` WHERE a = ?",
        "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING    | INSERT IGNORE INTO t VALUES (1)",
        "INSERT INTO t VALUES (1) ON CONFLICT (a, b) DO UPDATE SET c = excluded.c + 1"
            + " | INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE c = VALUES(c) + 1",
        "UPDATE seats SET id = id + ?               | UPDATE seats SET id = id + ? ORDER BY id DESC",
        "SELECT md5((i + ?)::text), ARRAY['a', i::text]"
            + " | SELECT md5(CAST((i + ?) AS CHAR)), JSON_ARRAY('a', CAST(i AS CHAR))",
        "CREATE TABLE order_lines (a numeric(5,2), b numeric, c text[])"
            + " | CREATE TABLE order_lines (a numeric(5,2), b decimal(20,2), c json)",
        "ALTER TABLE t REPLICA IDENTITY FULL;       | ''",
        "TRUNCATE t CASCADE                         | TRUNCATE t",
        "CREATE TABLE t (a uuid, b timestamp, c int) | CREATE TABLE t (a char(36), b datetime(6), c int)",
      })
  void what_mysql_says_otherwise_is_put_into_its_words(String postgres, String mysql) {
    assertThat(Sql.inMysql(postgres)).isEqualTo(mysql);
  }
}
