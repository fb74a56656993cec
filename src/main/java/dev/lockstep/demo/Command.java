package dev.lockstep.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the system to its end, with a time limit. */
final class Command {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Command() {}

  /**
   * What the program said, errors included.
   *
   * @throws IOException if it does not exist, fails, or takes longer than two minutes; tells what
   *     it said
   */
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("lockstep-command", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      await(process, command);
      String said = Files.readString(output, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IOException(command + " failed: " + said);
      }
      return said;
    } finally {
      Files.delete(output);
    }
  }

  private static void await(Process process, List<String> command)
      throws IOException, InterruptedException {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(command + " took longer than " + LIMIT.toSeconds() + " s");
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
