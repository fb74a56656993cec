package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

class MysqlGrantsTest {
  private static final TableId ORDERS = new TableId("shop", "orders");

  @Test
  void whatIsGrantedOnEverythingIsGrantedOnATable() {
    MysqlGrants grants =
        MysqlGrants.parse(
            List.of("GRANT SELECT, REPLICATION SLAVE ON *.* TO `u`@`%` WITH GRANT OPTION"));

    assertThat(grants.globally("REPLICATION SLAVE")).isTrue();
    assertThat(grants.globally("RELOAD")).isFalse();
    assertThat(grants.on(ORDERS, "SELECT")).isTrue();
    assertThat(grants.on(ORDERS, "INSERT")).isFalse();
  }

  @Test
  void aDatabaseIsAPatternAndATableIsItself() {
    MysqlGrants grants =
        MysqlGrants.parse(
            List.of(
                "GRANT INSERT ON `sh_p`.* TO `u`@`%`",
                "GRANT UPDATE ON `sh\\_p`.* TO `u`@`%`",
                "GRANT CREATE ON `s%`.* TO `u`@`%`",
                "GRANT SELECT ON `shop`.`orders` TO `u`@`%`",
                "GRANT DELETE ON `shop`.`other` TO `u`@`%`"));

    assertThat(grants.on(ORDERS, "INSERT")).isTrue();
    assertThat(grants.on(ORDERS, "UPDATE")).isFalse();
    assertThat(grants.on(ORDERS, "CREATE")).isTrue();
    assertThat(grants.on(ORDERS, "SELECT")).isTrue();
    assertThat(grants.on(ORDERS, "DELETE")).isFalse();
    assertThat(grants.globally("SELECT")).isFalse();
  }

  @Test
  void allPrivilegesAreEachOfThem() {
    MysqlGrants grants =
        MysqlGrants.parse(List.of("GRANT ALL PRIVILEGES ON `shop`.* TO `u`@`localhost`"));

    assertThat(grants.on(ORDERS, "LOCK TABLES")).isTrue();
    assertThat(grants.globally("LOCK TABLES")).isFalse();
  }

  @Test
  void whatIsGrantedOnColumnsOrRoutinesOrAsARoleIsNotGrantedOnTheTable() {
    MysqlGrants grants =
        MysqlGrants.parse(
            List.of(
                "GRANT SELECT (`a`, `b`), INSERT ON `shop`.`orders` TO `u`@`%`",
                "GRANT EXECUTE ON PROCEDURE `shop`.`orders` TO `u`@`%`",
                "GRANT `reader`@`%` TO `u`@`%`",
                "GRANT PROXY ON ''@'' TO 'u'@'%' WITH GRANT OPTION"));

    assertThat(grants.on(ORDERS, "SELECT")).isFalse();
    assertThat(grants.on(ORDERS, "INSERT")).isTrue();
    assertThat(grants.on(ORDERS, "EXECUTE")).isFalse();
  }

  @Test
  void aNameMayHoldABackquote() {
    MysqlGrants grants = MysqlGrants.parse(List.of("GRANT SELECT ON `a``b`.`c``d` TO `u`@`%`"));

    assertThat(grants.on(new TableId("a`b", "c`d"), "SELECT")).isTrue();
  }
}
