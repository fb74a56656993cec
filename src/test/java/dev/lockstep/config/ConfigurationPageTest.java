package dev.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/configuration.md says what the schema says. */
final class ConfigurationPageTest {

  @ParameterizedTest
  @MethodSource("dev.lockstep.config.SchemaKeys#keys")
  void every_key_is_in_the_documentation_with_default_and_meaning(SchemaKeys.Key key)
      throws Exception {
    String page = Files.readString(Path.of("docs/configuration.md"));
    String heading = key.section().isEmpty() ? "## At the top" : "## `" + key.section() + "`";
    String chapter = page.substring(page.indexOf(heading)).replaceFirst("(?s)\n## .*", "");

    assertThat(chapter).contains("| `" + key.name() + "` |");
    String row =
        chapter.substring(chapter.indexOf("| `" + key.name() + "` |")).lines().toList().get(0);
    assertThat(row).contains(key.meaning());
    if (key.schema().has("default")) {
      assertThat(row).contains("| `" + key.schema().path("default").asText() + "` |");
    }
    Matcher range = key.range();
    if (range.find()) {
      assertThat(row).contains("| " + range.group(1) + " to " + range.group(2) + " |");
    }
  }
}
