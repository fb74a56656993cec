package dev.lockstep.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.daemon.ClassArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first thing that anybody runs, as a process of the distribution. */
@Execution(ExecutionMode.CONCURRENT)
class DemoIT {
  private static final Path LAUNCHER = Path.of("target/dist/bin/lockstep").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @ParameterizedTest
  @CsvSource({"postgres, 600, 500", "mysql, 600, 400"})
  void theDemoShowsThatEveryItemIsRightAndLeavesNothingBehind(
      String source, String rows, String changes, @TempDir Path folder) throws Exception {
    Process demo =
        start(folder, "--source", source, "--rows", rows, "--changes", changes, "--output", "json");

    assertThat(exitCode(demo)).as(errors(folder)).isZero();
    JsonNode report = new ObjectMapper().readTree(output(folder));
    assertThat(report.path("good").asBoolean()).isTrue();
    assertThat(report.path("rows").asInt()).isEqualTo(600);
    // What is embedded has no items of its own.
    assertThat(report.path("items").asInt()).isBetween(150, 400);
    assertThat(report.at("/workload/keyChanges").asInt()).isPositive();
    assertThat(report.at("/workload/deletes").asInt()).isPositive();
    assertThat(errors(folder))
        .contains(source.equals("mysql") ? "MySQL and" : "PostgreSQL and")
        .doesNotContain(" WARN ", " ERROR ");
    assertThat(left(folder)).isEmpty();
    assertThat(demo.descendants()).isEmpty();
  }

  @Test
  void aPersonReadsStagesWithResultsAndAVerdict(@TempDir Path folder) throws Exception {
    Process demo = start(folder, "--rows", "300", "--changes", "200", "--seed", "7");

    assertThat(exitCode(demo)).as(errors(folder)).isZero();
    assertThat(output(folder))
        .contains("seed 7")
        .containsSubsequence(
            "✓ servers", "✓ shop", "✓ tables", "✓ load", "✓ stream", "✓ catch up", "✓ verify")
        .contains("0 differences")
        .contains("Every item is right")
        .contains("became one item", "row of public.orders", "rows of public.order_lines")
        .contains("    - line_no       1")
        .doesNotContain("\u001b");
    assertThat(errors(folder)).isEmpty();
  }

  @Test
  void aKeptDemoAnswersUntilItIsToldToEnd(@TempDir Path folder) throws Exception {
    Process demo = start(folder, "--rows", "200", "--changes", "100", "--keep");
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> output(folder).contains("It goes on") || !demo.isAlive());
    String address =
        output(folder).lines().filter(line -> line.contains("/metrics")).findFirst().orElse("");

    Process curl =
        new ProcessBuilder("curl", "-sf", address.replaceFirst(".*curl ", "").strip()).start();
    String metrics = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    demo.destroy();

    assertThat(metrics).contains("lockstep_phase{phase=\"streaming\"} 1");
    assertThat(exitCode(demo)).as(errors(folder)).isZero();
    assertThat(left(folder)).isEmpty();
  }

  private static Process start(Path folder, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), "demo"));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    Files.createDirectories(folder.resolve("tmp"));
    builder
        .environment()
        .put(
            "LOCKSTEP_JAVA_OPTS",
            "-XX:TieredStopAtLevel=1 "
                + ClassArchive.use()
                + " -Djava.io.tmpdir="
                + folder.resolve("tmp"));
    return builder.start();
  }

  private static int exitCode(Process process) throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the demo has not ended within " + LIMIT);
    }
    return process.exitValue();
  }

  private static String output(Path folder) throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  private static String errors(Path folder) throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private static List<String> left(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("lockstep-demo-"))
          .toList();
    }
  }
}
