package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.TableId;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnloggedStatementTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ALTER TABLE t DROP PARTITION p1, p2                         | shop.t",
        "alter table `t` truncate partition all                      | shop.t",
        "/* by night */ ALTER TABLE other.t  DROP  PARTITION p1      | other.t",
        "ALTER TABLE t /*!50100 DROP PARTITION p1 */                 | shop.t",
        "ALTER TABLE `we``ird` . `a b` DROP PARTITION p              | we`ird.a b",
        "ALTER TABLE t EXCHANGE PARTITION p1 WITH TABLE x.`u` WITHOUT VALIDATION | shop.t, x.u",
        "ALTER TABLE t DISCARD PARTITION p1 TABLESPACE               | shop.t",
        "ALTER TABLE t IMPORT TABLESPACE                             | shop.t",
        "ALTER TABLE t ADD PARTITION (PARTITION p3 VALUES LESS THAN (30)) | ~~",
        "ALTER TABLE t REORGANIZE PARTITION p1 INTO (PARTITION p VALUES LESS THAN (3)) | ~~",
        "ALTER TABLE t REMOVE PARTITIONING                           | ~~",
        "ALTER TABLE t COMMENT 'then DROP PARTITION p1'              | ~~",
        "ALTER TABLE t ADD c int -- DROP PARTITION p1                | ~~",
        "CREATE TABLE t (a int) COMMENT \"ALTER TABLE t DROP PARTITION p\" | ~~",
        "DROP TABLE t                                                | ~~"
      })
  void theTablesWhoseRowsItChangesAreNamed(String sql, String tables) {
    assertThat(
            UnloggedStatement.read(sql, "shop").tables().stream()
                .map(TableId::toString)
                .collect(Collectors.joining(", ")))
        .isEqualTo(tables);
  }
}
