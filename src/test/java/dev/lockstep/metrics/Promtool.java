package dev.lockstep.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prometheus' own checker: the system's, or else Debian's, unpacked beside the build without being
 * installed.
 */
final class Promtool {
  private static final Path FOLDER = Path.of("target/promtool");

  private final String program;

  private Promtool(String program) {
    this.program = program;
  }

  /** What a program said, and whether it was content. */
  record Answer(boolean good, String text) {}

  /** Empty where it is neither installed nor to be had. */
  static Optional<Promtool> find() throws IOException, InterruptedException {
    if (run(Path.of("."), List.of("promtool", "--version")).good()) {
      return Optional.of(new Promtool("promtool"));
    }
    Path unpacked = FOLDER.resolve("usr/bin/promtool").toAbsolutePath();
    if (!Files.exists(unpacked)) {
      Files.createDirectories(FOLDER);
      run(FOLDER, List.of("apt-get", "download", "prometheus"));
      for (Path archive : archives()) {
        run(FOLDER, List.of("dpkg", "-x", archive.getFileName().toString(), "."));
      }
    }
    return Files.exists(unpacked)
        ? Optional.of(new Promtool(unpacked.toString()))
        : Optional.empty();
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".deb")).toList();
    }
  }

  Answer run(String... arguments) throws IOException, InterruptedException {
    return run(Path.of("."), Stream.concat(Stream.of(program), Stream.of(arguments)).toList());
  }

  private static Answer run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("promtool", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      process.destroyForcibly();
      return new Answer(
          ended && process.exitValue() == 0, Files.readString(output, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Answer(false, String.valueOf(e.getMessage()));
    } finally {
      Files.delete(output);
    }
  }
}
