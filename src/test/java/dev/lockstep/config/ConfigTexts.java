package dev.lockstep.config;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Configurations as texts, and how tests load them. */
final class ConfigTexts {
  static final String MINIMAL =
      """
      pipeline: shop-eu
      source:
        kind: postgres
        host: db.internal
        database: shop
        user: lockstep
      target:
        region: eu-west-1
      mapping: shop.yaml
      """;

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SOURCE_PASSWORD", "s3cret",
          "LOCKSTEP_TOKEN", "t0ken",
          "ZONE", "eu",
          "PORT", "6000",
          "EMPTY", "",
          "NOT_A_NUMBER", "s3cret-number");

  private ConfigTexts() {}

  static Config load(Path folder, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("lockstep.yaml"), text);
    return new ConfigLoader(ENVIRONMENT, Set.of("slot.name", "database.")).load(file);
  }

  /** What is wrong with a text; empty if nothing is. */
  static List<Problem> problems(Path folder, String text) throws IOException {
    try {
      load(folder, text);
      return List.of();
    } catch (LockstepException e) {
      return e.problems();
    }
  }
}
