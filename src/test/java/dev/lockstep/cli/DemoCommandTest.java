package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Finding;
import dev.lockstep.verify.Finding.Kind;
import dev.lockstep.verify.ReportedVerifications;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demo's course on its real servers, around a pipeline that does nothing. */
class DemoCommandTest {
  private final ScriptedOperations operations = new ScriptedOperations();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theStagesFollowEachOtherAndTheConfigurationIsOneThatAUserWouldWrite() throws Exception {
    operations.pipeline = streaming(ReportedVerifications.of(12, List.of()));
    Set<String> before = folders();

    assertThat(demo("--rows", "100", "--changes", "50", "--seed", "9")).isEqualTo(0);

    assertThat(out.toString())
        .containsSubsequence(
            "seed 9",
            "✓ servers",
            "✓ shop      100 rows in 5 tables",
            "✓ tables",
            "✓ load",
            "✓ stream",
            "✓ catch up",
            "✓ verify    12 items",
            "Every item is right: 12 items");
    assertThat(operations.configuration)
        .contains("pipeline: shop", "kind: postgres", "database: shop", "mapping: shop.yaml");
    assertThat(folders()).isEqualTo(before);
  }

  @Test
  void aDifferenceIsShownAndEndsTheDemoWithFindings() throws Exception {
    ItemKey key = new ItemKey("shop", new Value.Text("CUSTOMER#1"), new Value.Text("PROFILE"));
    Finding missing = new Finding(Kind.MISSING, "customer", key, null, null, null, List.of(), null);
    operations.pipeline = streaming(ReportedVerifications.of(12, List.of(missing)));

    assertThat(demo("--rows", "100", "--changes", "20", "--output", "json")).isEqualTo(1);

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("good").asBoolean(true)).isFalse();
    assertThat(report.at("/differences/0/key").asText()).isEqualTo("shop/CUSTOMER#1,PROFILE");
    assertThat(report.at("/workload/transactions").asInt()).isPositive();
    assertThat(err.toString()).contains("✓ verify");
  }

  @Test
  void aPipelineThatFailsEndsTheDemoWithItsProblemAndLeavesNothingBehind() throws Exception {
    Problem gone = Problem.error(Category.SOURCE, "SLOT-MISSING", "it is gone", null, "load again");
    operations.pipeline = new SettablePipeline(PipelineStatus.bare("shop", Phase.FAILED, gone));
    Set<String> before = folders();

    assertThat(demo("--rows", "100", "--changes", "20")).isEqualTo(3);

    assertThat(err.toString()).contains("error SLOT-MISSING");
    assertThat(folders()).isEqualTo(before);
  }

  private static SettablePipeline streaming(ReportedVerifications verifications) {
    SettablePipeline pipeline = new SettablePipeline(SettablePipeline.inPhase(Phase.STREAMING));
    pipeline.verifications(verifications);
    return pipeline;
  }

  private int demo(String... options) {
    String[] arguments =
        Stream.concat(Stream.of("demo"), Stream.of(options)).toArray(String[]::new);
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(new Session(operations, terminal, new Shutdown()), arguments);
  }

  private static Set<String> folders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("lockstep-demo-"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
