package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.TableId;
import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.SourceTls;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.PostgresTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnginePropertiesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plugin.name",
        "offset.storage",
        "offset.storage.file.filename",
        "transforms",
        "transforms.x.type",
        "slot.drop.on.stop",
        "errors.max.retries",
        "provide.transaction.metadata",
        "lockstep.type"
      })
  void whatLockstepRestsOnMayNotBeSet(String name) {
    assertThat(isOwned(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "poll.interval.ms",
        "max.batch.size",
        "snapshot.isolation.mode",
        "driver.loginTimeout"
      })
  void otherPropertiesMay(String name) {
    assertThat(isOwned(name)).isFalse();
  }

  /** A name that ends with a dot stands for all that begin so. */
  private static boolean isOwned(String name) {
    return EngineProperties.owned().stream()
        .anyMatch(owned -> owned.equals(name) || (owned.endsWith(".") && name.startsWith(owned)));
  }

  @Test
  void aPropertyOfTheUserReplacesADefault() {
    assertThat(properties("t").getProperty("poll.interval.ms")).isEqualTo("77");
  }

  @Test
  void tablesAreNamedSoThatNothingElseMatches() {
    String list = properties("a.b,c$").getProperty("table.include.list");
    assertThat(list).doesNotContain(",");
    assertThat(Pattern.matches(list, "public.a.b,c$")).isTrue();
    assertThat(Pattern.matches(list, "public.a_b,c$")).isFalse();
  }

  @Test
  void optionsDoNotShowThePassword() {
    assertThat(options().toString()).contains("db").doesNotContain("s3cret");
  }

  private static Properties properties(String table) {
    return PostgresProperties.of(
        options(),
        "p",
        List.of(new TableId("public", table)),
        Map.of(),
        PostgresTypes.fromText(""));
  }

  private static PostgresOptions options() {
    return new PostgresOptions(
        "h",
        5432,
        "db",
        "u",
        "s3cret"::toCharArray,
        SourceTls.prefer(),
        "s",
        "p",
        0,
        SourceLimits.defaults(),
        Path.of("spill"),
        Map.of("poll.interval.ms", "77"));
  }
}
