package dev.lockstep.inspect;

import dev.lockstep.config.Config;
import dev.lockstep.draft.Draft;
import dev.lockstep.draft.MappingDraft;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.wiring.Wiring;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Drafts the mapping of a configuration and puts it where the configuration says. */
public final class Drafting {
  private final Config config;
  private final DraftRequest request;

  /** Of a configuration. */
  public Drafting(Config config, DraftRequest request) {
    this.config = config;
    this.request = request;
  }

  /**
   * Drafts.
   *
   * @throws LockstepException if nothing can be mapped, or the file cannot be written
   */
  public DraftOutcome draft() {
    Path file = config.mapping();
    if (!request.write()) {
      return new DraftOutcome(file, drafted(), new Findings(List.of()));
    }
    if (!request.overwrite() && Files.exists(file)) {
      throw exists(file);
    }
    Draft draft = drafted();
    write(file, draft.text(), request.overwrite());
    return new DraftOutcome(file, draft, PreflightCheck.sourceAndMapping(config));
  }

  private Draft drafted() {
    try (SourceCatalog catalog = Wiring.catalog(config)) {
      Draft draft =
          MappingDraft.of(
              config.pipeline(),
              request.style(),
              catalog.structures(request.schemas()),
              catalog::spread);
      requireTables(draft);
      return draft;
    }
  }

  private void requireTables(Draft draft) {
    if (draft.outcomes().stream().noneMatch(Draft.Outcome::mapped)) {
      String left =
          draft.outcomes().isEmpty()
              ? "there is no table that this user may read"
              : draft.outcomes().get(0).table() + ": " + draft.outcomes().get(0).what();
      throw new LockstepException(
          Problem.error(
              Category.SOURCE,
              "NOTHING-TO-MAP",
              "no table can be mapped (" + left + ")",
              place(),
              "name the schema with --schema, GRANT SELECT on its tables, and give them primary"
                  + " keys"));
    }
  }

  private String place() {
    return request.schemas().isEmpty()
        ? "database " + config.source().database()
        : "schema " + String.join(", ", request.schemas());
  }

  /**
   * Writes a file.
   *
   * @throws LockstepException if it is there and may not be overwritten, or cannot be written
   */
  public static void write(Path file, String text, boolean overwrite) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text, options(overwrite));
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (IOException e) {
      throw new LockstepException(
          Problem.error(
              Category.CONFIGURATION,
              "FILE-UNWRITABLE",
              "the file cannot be written: " + e.getMessage(),
              file.toString(),
              "check that this user may write there"),
          e);
    }
  }

  private static OpenOption[] options(boolean overwrite) {
    return overwrite
        ? new OpenOption[] {
          StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
        }
        : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
  }

  private static LockstepException exists(Path file) {
    return new LockstepException(
        Problem.error(
            Category.CONFIGURATION,
            "FILE-EXISTS",
            "the file is there already, and may hold somebody's work",
            file.toString(),
            "move it away, or for a mapping give --force to replace it"));
  }
}
