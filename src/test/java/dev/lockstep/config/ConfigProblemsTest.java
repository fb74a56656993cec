package dev.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigProblemsTest {
  private Path folder = Path.of("");

  @BeforeEach
  void useFolder(@TempDir Path fresh) {
    folder = fresh;
  }

  @Test
  void all_problems_are_reported_together_with_line_and_path() throws Exception {
    List<Problem> problems =
        problems(
            """
            pipeline: Shop!
            source:
              kind: postgress
              hots: db
              port: 70000
              database: shop
              user: ${env:NOBODY}
            target:
              control-table: x
            aply: {}
            """);

    assertThat(problems)
        .extracting(p -> p.code() + " " + at(p))
        .containsExactlyInAnyOrder(
            "WRONG-TYPE 1 (pipeline)",
            "WRONG-VALUE 3 (source.kind)",
            "MISSING-KEY 2 (source)",
            "UNKNOWN-KEY 4 (source.hots)",
            "WRONG-TYPE 5 (source.port)",
            "ENV-MISSING 7 (source.user)",
            "WRONG-TYPE 9 (target.control-table)",
            "REGION-MISSING 8 (target)",
            "MISSING-KEY 1",
            "UNKNOWN-KEY 10 (aply)");
    assertThat(problems).allMatch(p -> p.category() == Category.CONFIGURATION);
    assertThat(problems.toString()).contains("Did you mean 'host'?", "Did you mean 'apply'?");
  }

  @Test
  void a_missing_section_is_one_problem() throws Exception {
    assertThat(codes("pipeline: shop\nmapping: m.yaml\n"))
        .containsExactly("MISSING-KEY", "MISSING-KEY");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThat(
            catchThrowable(
                () -> new ConfigLoader(Map.of(), Set.of()).load(folder.resolve("nowhere.yaml"))))
        .hasMessageContaining("nowhere.yaml")
        .hasMessageContaining("no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pipeline: shop-eu | pipeline: 9shop | WRONG-TYPE",
        "pipeline: shop-eu | pipeline: '' | WRONG-TYPE",
        "host: db.internal | host: ${env:EMPTY} | EMPTY-VALUE",
        "host: db.internal | host: [a, b] | WRONG-TYPE",
        "host: db.internal | host: ' ' | EMPTY-VALUE",
        "host: db.internal | host: | MISSING-KEY",
        "mapping: shop.yaml | mapping: '' | WRONG-TYPE",
        "mapping: shop.yaml | mapping: | MISSING-KEY",
        "kind: postgres | kind: | MISSING-KEY",
        "host: db.internal | host: ${env:NOBODY} | ENV-MISSING",
        "host: db.internal | host: ${env:} | REFERENCE-FORM",
        "host: db.internal | host: ${env:A:-b} | REFERENCE-FORM",
        "host: db.internal | host: ${HOST} | REFERENCE-FORM",
        "host: db.internal | host: ${env:HOST | REFERENCE-FORM",
        "host: db.internal | host: ${file:nowhere} | FILE-MISSING",
        "host: db.internal | host: ${file:/dev/zero} | FILE-MISSING",
        "host: db.internal | host: ${file:.} | FILE-MISSING",
        "user: lockstep | user: u, port: ${env:NOBODY} | ENV-MISSING",
        "user: lockstep | user: u, slot: Has-Dash | WRONG-TYPE",
        "user: lockstep | user: u, server-id: 1 | WRONG-KIND",
        "user: lockstep | user: u, on-unlogged-rows: ignore | WRONG-KIND",
        "user: lockstep | user: u, epoch: 1000000 | WRONG-TYPE",
        "user: lockstep | user: u, heartbeat-interval: 5 | WRONG-TYPE",
        "user: lockstep | user: u, heartbeat-interval: 5 s | WRONG-TYPE",
        "user: lockstep | user: u, heartbeat-interval: 0s | WRONG-TYPE",
        "user: lockstep | user: u, heartbeat-interval: -5s | WRONG-TYPE",
        "user: lockstep | user: u, max-transaction-bytes: 16MB | WRONG-TYPE",
        "user: lockstep | user: u, max-transaction-bytes: 999999999GiB | WRONG-TYPE",
        "user: lockstep | user: u, max-transaction-bytes: 99999999999999999999B | WRONG-TYPE",
        "user: lockstep | user: u, ssl-mode: sometimes | WRONG-VALUE",
        "user: lockstep | user: u, debezium: {slot.name: x} | DEBEZIUM-OWNED",
        "user: lockstep | user: u, debezium: {database.hostname: x} | DEBEZIUM-OWNED",
        "user: lockstep | user: u, debezium: {database.password: [x]} | DEBEZIUM-OWNED WRONG-TYPE",
        "region: eu-west-1 | region: 'EU West' | WRONG-TYPE",
        "region: eu-west-1 | control-table: lockstep | REGION-MISSING",
        "region: eu-west-1 | endpoint: localhost:8000 | WRONG-TYPE",
        "region: eu-west-1 | endpoint: ftp://h | WRONG-TYPE",
        "region: eu-west-1 | endpoint: http://u:p@h:1 | WRONG-TYPE",
        "region: eu-west-1 | endpoint: http://h/path | WRONG-TYPE",
        "region: eu-west-1 | endpoint: 'http://h h' | WRONG-TYPE",
      })
  void a_wrong_value_is_told_with_its_code(String right, String wrong, String codes)
      throws Exception {
    String lines = wrong.startsWith("user: u, ") ? wrong.replace("u, ", "u\n  ") : wrong;

    assertThat(codes(ConfigTexts.MINIMAL.replace(right, lines))).containsExactly(codes.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin: { listen: 0.0.0.0:8080 }",
        "admin: { listen: '[::]:8080' }",
        "admin: { listen: 127.0.0.1.example.com:8080 }",
        "admin: { listen: some-host:8080 }",
        "admin: { listen: 10.0.0.1:8080, token: '' }"
      })
  void listening_beyond_this_machine_needs_a_token(String admin) throws Exception {
    assertThat(codes(ConfigTexts.MINIMAL + admin)).containsExactly("TOKEN-MISSING");
    assertThat(codes(ConfigTexts.MINIMAL + admin.replace("token: ''", "token: t")))
        .hasSizeLessThan(2);
  }

  @Test
  void a_certificate_that_callers_must_bring_stands_for_a_token() throws Exception {
    String tls = "admin: { listen: 0.0.0.0:8080, tls: { certificate: d.crt, key: d.key%s } }";

    assertThat(codes(ConfigTexts.MINIMAL + tls.formatted(""))).containsExactly("TOKEN-MISSING");
    assertThat(codes(ConfigTexts.MINIMAL + tls.formatted(", client-ca: operators.crt"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin: { listen: 8080 }",
        "admin: { listen: '127.0.0.1' }",
        "admin: { listen: '127.0.0.1:65536' }",
        "admin: { listen: '::1:8080' }",
        "apply: { max-in-flight: 0 }",
        "apply: { max-in-flight: many }",
        "apply: { write-units-per-second: 0 }",
        "apply: { write-units-per-second: 1.5 }",
        "checkpoint: { interval: 1ms }",
        "lease: { duration: 1h }",
        "lease: { stand-by: perhaps }",
        "row-store: 5",
        "logging: [json]",
        "shutdown-timeout: forever"
      })
  void a_value_of_the_wrong_type_is_told_once(String section) throws Exception {
    assertThat(codes(ConfigTexts.MINIMAL + section)).containsExactly("WRONG-TYPE");
  }

  @Test
  void a_key_that_stands_twice_is_not_silently_overridden() throws Exception {
    assertThat(codes(ConfigTexts.MINIMAL + "mapping: other.yaml\n"))
        .containsExactly("DUPLICATE-KEY");
  }

  @Test
  void a_tab_as_indentation_is_told_with_its_line() throws Exception {
    List<Problem> problems = problems("pipeline: shop\nsource:\n\tkind: postgres\n");

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).code()).isEqualTo("YAML-UNREADABLE");
    assertThat(at(problems.get(0))).isEqualTo("3");
  }

  @Test
  void anchors_that_multiply_do_not_fill_the_memory() throws Exception {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i <= 25; i++) {
      bomb.append("a").append(i).append(": &a").append(i);
      bomb.append(" [*a").append(i - 1).append(", *a").append(i - 1).append("]\n");
    }

    assertThat(codes(bomb + ConfigTexts.MINIMAL)).isNotEmpty();
  }

  @Test
  void anchors_within_reason_may_be_used() throws Exception {
    assertThat(
            codes(
                ConfigTexts.MINIMAL.replace("user: lockstep", "user: &u lockstep\n  password: *u")))
        .isEmpty();
  }

  @Test
  void a_text_that_is_no_yaml_or_no_section_is_one_problem() throws Exception {
    for (String text :
        new String[] {"", "- a\n", "just words", "a: b: c", "\u0000", "{", "--- a\n--- b"}) {
      assertThat(codes(text)).containsExactly("YAML-UNREADABLE");
    }
  }

  @Test
  void a_file_of_other_bytes_is_one_problem() throws Exception {
    Path file = Files.write(folder.resolve("lockstep.yaml"), new byte[] {(byte) 0xC3, 0x28, 0});

    assertThat(catchThrowable(() -> new ConfigLoader(Map.of(), Set.of()).load(file)))
        .hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: [hunter2]",
        "password: { hunter2: 1 }",
        "password: *hunter2",
        "password: &hunter2",
        "password: !hunter2 x",
        "password: !!hunter2 x",
        "password: !hunter2!x y",
        "password: %hunter2",
        "password: `hunter2`",
        "password: @hunter2",
        "password: \"hunter2\\q\"",
        "password: 'hunter2",
        "password: hunter2: x",
        "password: {hunter2",
        "password: hunter2\n  password: hunter2",
        "pasword: hunter2",
        "ssl-mode: verify-full\n  password: |\n hunter2",
        "port: ${env:NOT_A_NUMBER}",
        "ssl-mode: ${env:NOT_A_NUMBER}",
        "slot: ${env:NOT_A_NUMBER}",
        "epoch: ${file:hunter2.txt}",
        "debezium: { slot.name: hunter2, database.x: hunter2, a: [hunter2] }"
      })
  void no_problem_shows_what_may_be_a_secret(String line) throws Exception {
    Files.writeString(folder.resolve("hunter2.txt"), "s3cret");
    List<Problem> problems =
        problems(ConfigTexts.MINIMAL.replace("kind: postgres", "kind: postgres\n  " + line));

    String shown = problems.toString().replace("${file:hunter2.txt}", "");
    assertThat(shown).doesNotContain("hunter2").doesNotContain("s3cret");
  }

  private List<String> codes(String text) throws Exception {
    return problems(text).stream().map(Problem::code).toList();
  }

  private List<Problem> problems(String text) throws Exception {
    return ConfigTexts.problems(folder, text);
  }

  /** Line and path of a problem. */
  private String at(Problem problem) {
    String where = String.valueOf(problem.where());
    return where.substring(where.indexOf("lockstep.yaml:") + "lockstep.yaml:".length());
  }
}
