package dev.lockstep.cli;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that works with a configuration. */
final class CommonOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "lockstep.yaml",
      description = "The pipeline's configuration. Default: ${DEFAULT-VALUE}.")
  private Path config = Path.of("lockstep.yaml");

  @Mixin private OutputOption output = new OutputOption();

  /**
   * The configuration file.
   *
   * @throws LockstepException if there is none
   */
  Path config() {
    if (!Files.isRegularFile(config)) {
      throw new LockstepException(
          Problem.error(
              Category.CONFIGURATION,
              "CONFIG-MISSING",
              "there is no configuration file",
              config.toAbsolutePath().normalize().toString(),
              "name it with --config FILE, or write one: lockstep init --source"
                  + " postgres://user@host/database (or mysql://…), or see docs/getting-started.md"));
    }
    return config;
  }

  /** The configuration file, whether it is there or not. */
  Path file() {
    return config;
  }

  boolean json() {
    return output.json();
  }
}
