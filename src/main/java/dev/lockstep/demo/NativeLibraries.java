package dev.lockstep.demo;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The system's libraries that MySQL's binaries need and that a fresh machine lacks. They are taken
 * from the system's packages, without installing them: downloaded and unpacked once for each user
 * of the machine.
 */
final class NativeLibraries {
  private static final Pattern MISSING = Pattern.compile("(\\S+) => not found");
  private static final int SYSTEM_DEPTH = 2;
  private static final int PACKAGE_DEPTH = 8;
  private static final List<Path> SYSTEM = List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"));

  /** A library's name, and the packages that have it: the one of older systems, of newer ones. */
  private record Library(String name, List<String> packages) {
    static final Library AIO = new Library("libaio.so.1", List.of("libaio1", "libaio1t64"));
    static final Library NUMA = new Library("libnuma.so.1", List.of("libnuma1"));

    /** Some systems name a library whose times have 64 bits on all machines differently. */
    boolean isNamed(String file) {
      return file.equals(name) || file.equals(name + "t64");
    }
  }

  private NativeLibraries() {}

  /**
   * A folder to search for libraries before the system's, in which those are that a program lacks;
   * empty if it lacks none.
   *
   * @throws LockstepException {@code DEMO-MYSQL-LIBRARY} if one cannot be had; says what to install
   */
  static Optional<Path> forProgram(Path program) throws IOException, InterruptedException {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      return Optional.empty();
    }
    String needed = Command.run(Path.of("/"), List.of("ldd", program.toString()));
    List<String> missing = MISSING.matcher(needed).results().map(m -> m.group(1)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(KeptFolder.of("lockstep-mysql-libraries", f -> collect(missing, f)));
  }

  private static void collect(List<String> missing, Path folder)
      throws IOException, InterruptedException {
    for (String name : missing) {
      Library library =
          Stream.of(Library.AIO, Library.NUMA)
              .filter(known -> known.name().equals(name))
              .findFirst()
              .orElseGet(() -> new Library(name, List.of()));
      Files.createSymbolicLink(folder.resolve(name), find(library, folder));
    }
  }

  private static Path find(Library library, Path folder) throws IOException, InterruptedException {
    for (Path system : SYSTEM) {
      Optional<Path> found = below(system, library, SYSTEM_DEPTH);
      if (found.isPresent()) {
        return found.get();
      }
    }
    for (String name : library.packages()) {
      Optional<Path> found = download(name, library, folder);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw unavailable(library);
  }

  /** Relative, since the folder moves. */
  private static Optional<Path> download(String packageName, Library library, Path folder)
      throws IOException, InterruptedException {
    try {
      Path files = Files.createDirectory(folder.resolve(packageName));
      Command.run(files, List.of("apt-get", "download", packageName));
      for (Path archive : archives(files)) {
        Command.run(files, List.of("dpkg", "-x", archive.toString(), files.toString()));
      }
      return below(files, library, PACKAGE_DEPTH).map(folder::relativize);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Path> archives(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".deb")).toList();
    }
  }

  private static Optional<Path> below(Path folder, Library library, int depth) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    BiPredicate<Path, Object> named = (p, a) -> library.isNamed(p.getFileName().toString());
    try (Stream<Path> files = Files.find(folder, depth, named::test)) {
      return files.findFirst();
    }
  }

  private static LockstepException unavailable(Library library) {
    String packages =
        library.packages().isEmpty()
            ? "the package with " + library.name()
            : String.join(" or ", library.packages());
    return new LockstepException(
        Problem.error(
            Category.INTERNAL,
            "DEMO-MYSQL-LIBRARY",
            "MySQL's binaries need " + library.name() + ", which is not there and not to be had",
            "mysqld",
            "install " + packages + " (apt-get install " + packages + ")"));
  }
}
