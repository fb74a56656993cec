package dev.lockstep.daemon;

import static org.awaitility.Awaitility.await;

import dev.lockstep.testing.servers.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Java's archive of the classes that a daemon loads, which halves what its start takes of the
 * processor. Tests start more than a hundred; a first one, before all tests, leaves the archive
 * when it ends. Only where the system property {@code lockstep.class-archive} asks for it.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html">java,
 *     -XX:ArchiveClassesAtExit</a>
 */
public final class ClassArchive implements LauncherSessionListener {
  private static final Path FILE = Path.of("target/daemon.jsa").toAbsolutePath();

  /** What a daemon's Java needs to use the archive; without one it starts as ever. */
  public static String use() {
    return Files.exists(FILE) ? "-XX:SharedArchiveFile=" + FILE + " -Xlog:cds=off" : "";
  }

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (!System.getProperty("lockstep.class-archive", "").isEmpty()) {
      make();
    }
  }

  private static void make() {
    try {
      Files.deleteIfExists(FILE);
      Path dir = Files.createTempDirectory("lockstep-classes");
      try (World world = World.create(dir)) {
        runOnce(world, new Together(new Bank("DEFAULT"), new Orders("DEFAULT")));
      } finally {
        Folders.delete(dir);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void runOnce(World world, Scene scene) throws SQLException, InterruptedException {
    scene.create(world.jdbcUrl());
    String config = world.configure(scene.mapping()).toString();
    world.createTables();
    try (Workload workload = Workload.start(scene, world.jdbcUrl(), 1, 1, 100);
        DaemonProcess daemon =
            DaemonProcess.start(
                world.log(),
                Map.of(
                    "LOCKSTEP_JAVA_OPTS",
                    DaemonProcess.OPTIONS + " -XX:ArchiveClassesAtExit=" + FILE),
                List.of("run", "--config", config))) {
      await("a daemon that streams, for its classes")
          .atMost(Duration.ofMinutes(2))
          .until(() -> DaemonProcess.get(world.adminPort(), "/status").contains("\"streaming\""));
      workload.allow(100);
      daemon.terminate();
    }
  }
}
