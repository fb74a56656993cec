package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorsDocumentationTest {
  private static final Pattern IN_CODE = Pattern.compile("\"([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\"");
  private static final Pattern IN_MANUAL = Pattern.compile("(?m)^\\| `([A-Z0-9-]+)` \\|");

  /** Upper case with dashes, and yet the name of something else. */
  private static final Set<String> OTHERS = Set.of("SHA-256", "AWS4-HMAC-SHA256");

  private static final Pattern CHARSET =
      Pattern.compile("(UTF|ISO|EUC|KOI8|TIS|US)-[A-Z0-9]+(-[0-9]+)?");

  @Test
  void theManualOfErrorsListsEveryCodeThatTheSourcesHave() throws IOException {
    Set<String> missing = codes();
    missing.removeAll(documented());

    assertThat(missing).as("give each a line in docs/errors.md").isEmpty();
  }

  @Test
  void noCodeStandsTwiceInTheManual() throws IOException {
    assertThat(matches(IN_MANUAL, Files.readString(Path.of("docs/errors.md"))).toList())
        .doesNotHaveDuplicates();
  }

  private static Set<String> documented() throws IOException {
    return matches(IN_MANUAL, Files.readString(Path.of("docs/errors.md")))
        .collect(Collectors.toSet());
  }

  private static Set<String> codes() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      return sources
          .filter(path -> path.toString().endsWith(".java"))
          .flatMap(path -> matches(IN_CODE, read(path)))
          .filter(
              code ->
                  !OTHERS.contains(code)
                      && !CHARSET.matcher(code).matches()
                      && !code.startsWith("HTTP-"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Stream<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1));
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
