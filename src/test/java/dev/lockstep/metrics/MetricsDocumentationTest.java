package dev.lockstep.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MetricsDocumentationTest {

  @Test
  void theOperationsManualListsEveryMetricWithItsLabelsKindAndMeaning() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs/operations.md")).stream()
            .filter(line -> line.startsWith("| `lockstep_"))
            .toList();

    assertThat(rows)
        .as("docs/operations.md must say of metrics what Family says")
        .containsExactlyElementsOf(
            Arrays.stream(Family.values()).map(MetricsDocumentationTest::row).toList());
  }

  private static String row(Family family) {
    String labels = family.labels().isEmpty() ? "" : "{" + String.join(",", family.labels()) + "}";
    String kind = family.kind().name().toLowerCase(Locale.ROOT);
    return "| `" + family.metric() + labels + "` | " + kind + " | " + family.help() + " |";
  }
}
