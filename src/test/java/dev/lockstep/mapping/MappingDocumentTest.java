package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.yaml.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/mapping.md to the truth: every example stands word for word in a file that {@link
 * ScenarioTest} plays, and every word of the language is there.
 */
class MappingDocumentTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("(?:<!-- (\\S+) -->\\n)?```(?:yaml|json)\\n(.*?)```", Pattern.DOTALL);
  private static final Path ROOT = Path.of("src/test/resources/scenarios");

  private final String document = read(Path.of("docs/mapping.md"));

  @Test
  void everyExampleIsPlayedByATest() {
    Matcher example = EXAMPLE.matcher(document);
    int examples = 0;
    while (example.find()) {
      String file = example.group(1);
      assertThat(file).as("the file behind the example%n%s", example.group(2)).isNotNull();
      assertThat(
              Collections.indexOfSubList(lines(read(ROOT.resolve(file))), lines(example.group(2))))
          .as("the place in %s of the example%n%s", file, example.group(2))
          .isNotNegative();
      examples++;
    }
    assertThat(examples).isGreaterThan(30);
  }

  @Test
  void everyWordOfTheLanguageIsExplained() {
    List<String> words = new ArrayList<>();
    Stream.of(
            As.values(),
            Nulls.values(),
            NumberPolicy.values(),
            TimePrecision.values(),
            EmbedDefinition.Form.values())
        .flatMap(Arrays::stream)
        .map(constant -> Section.wordOf((Enum<?>) constant))
        .forEach(words::add);
    words.addAll(List.of("pad", "lower", "upper", "utc", "escape", "identity", "where", "except"));
    words.addAll(List.of("embed", "lookup", "by", "to", "key", "value", "order-by", "limit"));
    words.addAll(List.of("desc", "take", "columns", "attributes"));

    assertThat(words).allSatisfy(word -> assertThat(document).containsPattern("`" + word + "\\b"));
  }

  @Test
  void everyProblemWithAMappingIsExplained() {
    List<String> codes = new ArrayList<>();
    Pattern code = Pattern.compile("\"([A-Z]+(?:-[A-Z]+)+)\"");
    for (Path source : sources()) {
      Matcher matcher = code.matcher(read(source));
      while (matcher.find()) {
        codes.add(matcher.group(1));
      }
    }
    assertThat(codes).hasSizeGreaterThan(40);
    assertThat(codes).allSatisfy(c -> assertThat(document).contains("`" + c + "`"));
  }

  private static List<Path> sources() {
    try (Stream<Path> mapping = Files.list(Path.of("src/main/java/dev/lockstep/mapping"));
        Stream<Path> yaml = Files.list(Path.of("src/main/java/dev/lockstep/yaml"))) {
      return Stream.concat(mapping, yaml).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String text) {
    return text.strip().lines().map(String::strip).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
