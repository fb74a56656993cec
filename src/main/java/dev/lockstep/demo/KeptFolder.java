package dev.lockstep.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that is filled once for each user of the machine, and kept. Whoever finds it finds it
 * whole: it is filled elsewhere and then moved there, so several processes may do so at once.
 */
final class KeptFolder {
  private KeptFolder() {}

  /** Puts into a folder what belongs there. */
  interface Filling {
    void fill(Path folder) throws IOException, InterruptedException;
  }

  /** The folder of a name, filled if it is not there yet. */
  static Path of(String name, Filling filling) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("java.io.tmpdir"));
    Path kept = home.resolve(name + "-" + System.getProperty("user.name", "nobody"));
    if (!Files.isDirectory(kept)) {
      Path draft = Files.createTempDirectory(home, name);
      try {
        filling.fill(draft);
        publish(draft, kept);
      } finally {
        delete(draft);
      }
    }
    return kept;
  }

  private static void publish(Path draft, Path kept) throws IOException {
    try {
      Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Somebody else was first, which is as good.
      if (!Files.isDirectory(kept)) {
        throw e;
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path file : deepestFirst(folder)) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> deepestFirst(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
