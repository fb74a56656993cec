package dev.lockstep.cli;

import picocli.CommandLine.Option;

/** In which form a command answers. */
final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "text",
      description = "text for people, json for programs. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  boolean json() {
    return output == Output.JSON;
  }
}
