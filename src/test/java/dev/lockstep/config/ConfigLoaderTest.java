package dev.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.config.SourceConfig.SslMode;
import dev.lockstep.config.SourceConfig.UnloggedRows;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {
  private Path folder = Path.of("");

  @BeforeEach
  void useFolder(@TempDir Path fresh) {
    folder = fresh;
  }

  @Test
  void the_configuration_of_the_documentation_means_what_it_says() throws Exception {
    Config config =
        load(
            """
            pipeline: shop
            source:
              kind: postgres            # postgres | mysql
              host: db.internal
              port: 5433
              database: shop
              user: lockstep
              password: ${env:SOURCE_PASSWORD}
              slot: lockstep_shop
              debezium: {}
            target:
              region: eu-west-1
              endpoint: http://localhost:8000
              control-table: our-control
            mapping: mappings/shop.yaml
            data-dir: ./data/here
            apply:
              max-in-flight: 128
              write-units-per-second: 5000
              on-bad-row: dead-letter
            admin:
              listen: 127.0.0.1:9090
              token: ${env:LOCKSTEP_TOKEN}
            """);

    assertThat(config.pipeline()).isEqualTo("shop");
    assertThat(config.source().host()).isEqualTo("db.internal");
    assertThat(config.source().port()).isEqualTo(5433);
    assertThat(config.source().password().reveal()).isEqualTo("s3cret");
    assertThat(config.source().kind())
        .isEqualTo(new SourceConfig.Postgres("lockstep_shop", "lockstep_shop"));
    assertThat(config.target().region()).isEqualTo("eu-west-1");
    assertThat(config.target().endpoint()).isEqualTo(URI.create("http://localhost:8000"));
    assertThat(config.target().controlTable()).isEqualTo("our-control");
    assertThat(config.mapping()).isEqualTo(folder.resolve("mappings/shop.yaml"));
    assertThat(config.dataDir()).isEqualTo(folder.resolve("data/here"));
    assertThat(config.apply().limits().maxInFlight()).isEqualTo(128);
    assertThat(config.apply().writeUnitsPerSecond()).hasValue(5_000);
    assertThat(config.apply().onBadRow()).isEqualTo(ApplyConfig.BadRow.DEAD_LETTER);
    assertThat(config.admin().port()).isEqualTo(9090);
    assertThat(config.admin().token()).isEqualTo(new Secret("t0ken"));
  }

  @Test
  void what_is_left_out_has_its_default() throws Exception {
    Config config = load(ConfigTexts.MINIMAL);

    assertThat(config.source().port()).isEqualTo(5432);
    assertThat(config.source().kind())
        .isEqualTo(new SourceConfig.Postgres("lockstep_shop_eu", "lockstep_shop_eu"));
    assertThat(config.source().tls().mode()).isEqualTo(SslMode.PREFER);
    assertThat(config.source().password().isEmpty()).isTrue();
    assertThat(config.source().epoch()).isZero();
    assertThat(config.target().controlTable()).isEqualTo("lockstep-control");
    assertThat(config.target().exclusive()).isFalse();
    assertThat(config.dataDir()).isEqualTo(folder.resolve("data/shop-eu"));
    assertThat(config.apply().limits().maxInFlight()).isEqualTo(256);
    assertThat(config.apply().writeUnitsPerSecond()).isEmpty();
    assertThat(config.apply().lateWriteHorizon()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.apply().retry().limit()).isNull();
    assertThat(config.apply().onBadRow()).isEqualTo(ApplyConfig.BadRow.HALT);
    assertThat(config.lease().duration()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.checkpoint().interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.admin())
        .isEqualTo(new AdminConfig("127.0.0.1", 8080, null, AdminAccess.DEFAULT));
    assertThat(config.logging().format()).isEqualTo(Config.LogFormat.TEXT);
    assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void mysql_has_its_own_port_and_a_server_id() throws Exception {
    Config config =
        load(ConfigTexts.MINIMAL.replace("kind: postgres", "kind: mysql\n  server-id: 4294967295"));

    assertThat(config.source().port()).isEqualTo(3306);
    assertThat(config.source().kind())
        .isEqualTo(new SourceConfig.Mysql(4_294_967_295L, UnloggedRows.HALT));
  }

  @Test
  void mysql_can_pass_over_rows_that_are_not_logged() throws Exception {
    String mysql = "kind: mysql\n  server-id: 7\n  on-unlogged-rows: ignore";
    Config config = load(ConfigTexts.MINIMAL.replace("kind: postgres", mysql));

    assertThat(config.source().kind()).isEqualTo(new SourceConfig.Mysql(7, UnloggedRows.IGNORE));
  }

  @Test
  void an_absolute_path_stays_where_it_is() throws Exception {
    Config config = load(ConfigTexts.MINIMAL.replace("mapping: shop.yaml", "mapping: /etc/m.yaml"));

    assertThat(config.mapping()).isEqualTo(Path.of("/etc/m.yaml"));
  }

  @Test
  void further_debezium_properties_are_passed_on_in_their_order() throws Exception {
    Config config =
        load(
            ConfigTexts.MINIMAL.replace(
                "kind: postgres",
                "kind: postgres\n  debezium: { z.first: 1, a.second: \"${env:SOURCE_PASSWORD}\" }"));

    assertThat(config.source().debezium())
        .containsExactly(
            Map.entry("z.first", new Secret("1")), Map.entry("a.second", new Secret("s3cret")));
  }

  @Test
  void references_stand_anywhere_in_a_value_and_for_numbers_too() throws Exception {
    Files.writeString(folder.resolve("host.txt"), "db\r\n\n");
    Config config =
        load(
            ConfigTexts.MINIMAL
                .replace("host: db.internal", "host: ${file:host.txt}.${env:ZONE}.$${x}")
                .replace("kind: postgres", "kind: postgres\n  port: ${env:PORT}"));

    assertThat(config.source().host()).isEqualTo("db.eu.${x}");
    assertThat(config.source().port()).isEqualTo(6000);
  }

  @Test
  void a_referenced_file_may_have_an_absolute_path_and_any_characters() throws Exception {
    Path secret = Files.writeString(folder.resolve("password"), "p#w: 'ü' {x}\n");
    Config config =
        load(
            ConfigTexts.MINIMAL.replace(
                "kind: postgres", "kind: postgres\n  password: ${file:" + secret + "}"));

    assertThat(config.source().password().reveal()).isEqualTo("p#w: 'ü' {x}");
  }

  @Test
  void addresses_of_this_machine_need_no_token() throws Exception {
    for (String host : new String[] {"localhost", "127.9.9.9", "[::1]", "[0:0:0:0:0:0:0:1]"}) {
      Config config = load(ConfigTexts.MINIMAL + "admin: { listen: '" + host + ":0' }\n");

      assertThat(config.admin().port()).isZero();
      assertThat(config.admin().host()).isEqualTo(host.replaceAll("[\\[\\]]", ""));
    }
  }

  @Test
  void a_configuration_prints_without_secrets() throws Exception {
    Config config =
        load(
            ConfigTexts.MINIMAL.replace(
                    "kind: postgres",
                    "kind: postgres\n  password: hunter2\n  debezium: { x.y: hunter3 }")
                + "admin: { token: hunter4 }\n");

    assertThat(config.toString()).contains("db.internal").doesNotContain("hunter");
  }

  private Config load(String text) throws Exception {
    return ConfigTexts.load(folder, text);
  }
}
