package dev.lockstep.demo;

import com.almworks.sqlite4java.SQLite;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Finds the native library that DynamoDB Local keeps its items with. It is no jar, so no class path
 * leads to it: the distribution has it beside sqlite4java's jar, a local Maven repository in the
 * neighbouring artifact's folder.
 */
final class NativeSqlite {
  private static final String LIBRARY_PATH = "sqlite4java.library.path";
  private static final String LIBRARY_PREFIX = "libsqlite4java-";
  private static final int FOLDERS_TO_GROUP = 3;

  /** Who builds the library for newer machines, as seen from the group of the others. */
  private static final String OTHER_GROUP = "../../../io/github/ganadist/sqlite4java";

  // Held, because the log manager forgets the level of a logger that nobody holds.
  private static final Logger LOG = Logger.getLogger("com.almworks.sqlite4java");

  private NativeSqlite() {}

  /**
   * Tells sqlite4java where its library is, unless somebody has.
   *
   * @throws LockstepException if it is nowhere
   */
  static void locate() {
    LOG.setLevel(Level.OFF);
    if (System.getProperty(LIBRARY_PATH) == null) {
      System.setProperty(LIBRARY_PATH, folder().toString());
    }
  }

  private static Path folder() {
    Path jar = jar();
    return Stream.concat(Stream.of(jar.getParent()), neighbours(jar).stream())
        .filter(NativeSqlite::holdsLibrary)
        .findFirst()
        .orElseThrow(() -> missing(jar));
  }

  private static Path jar() {
    try {
      return Path.of(
          Objects.requireNonNull(SQLite.class.getProtectionDomain().getCodeSource())
              .getLocation()
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a jar at an address that is none", e);
    }
  }

  private static List<Path> neighbours(Path jar) {
    Path group = jar;
    for (int i = 0; i < FOLDERS_TO_GROUP; i++) {
      group = group.getParent();
      if (group == null) {
        return List.of();
      }
    }
    return Stream.of(group, group.resolve(OTHER_GROUP).normalize())
        .flatMap(each -> below(each).stream())
        .toList();
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> below = Files.find(folder, 2, (path, is) -> is.isDirectory())) {
      return below.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean holdsLibrary(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> isLibrary(file.getFileName().toString()));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isLibrary(String name) {
    return name.startsWith(LIBRARY_PREFIX) && (name.endsWith(".so") || name.endsWith(".dylib"));
  }

  private static LockstepException missing(Path jar) {
    return new LockstepException(
        Problem.error(
            Category.INTERNAL,
            "DEMO-LIBRARY-MISSING",
            "DynamoDB Local's native library (" + LIBRARY_PREFIX + "*) is not there",
            String.valueOf(jar.getParent()),
            "build the distribution again, or name its folder by -D" + LIBRARY_PATH + "=DIR"));
  }
}
