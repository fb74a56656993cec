package dev.lockstep.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** {@code postgres} of our own binaries, as a process. */
final class EmbeddedPostgresProgram implements ServerProgram {
  private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_POLL = Duration.ofMillis(50);

  private final Path dir;
  private final int port;
  private final Map<String, String> settings;
  private @Nullable EmbeddedPostgres running;

  EmbeddedPostgresProgram(Path dir, int port, Map<String, String> settings) {
    this.dir = dir;
    this.port = port;
    this.settings = settings;
  }

  @Override
  public void start() throws IOException {
    running = builder().start();
  }

  private EmbeddedPostgres.Builder builder() {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(dir)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(binaries())
            .setPGStartupWait(STARTUP_LIMIT)
            // The library's default, off, delays what the log readers see.
            .setServerConfig("synchronous_commit", "on")
            .setPort(port);
    settings.forEach(builder::setServerConfig);
    return builder;
  }

  /** Unpacked once for each user of the machine, and kept. */
  private static File binaries() {
    String user = System.getProperty("user.name", "nobody");
    return Path.of(System.getProperty("java.io.tmpdir"), "lockstep-postgres-" + user).toFile();
  }

  @Override
  public boolean isAlive() {
    return running != null;
  }

  /** The library has it in its own log. */
  @Override
  public String log() {
    return "";
  }

  @Override
  public void stop(Duration limit) {
    if (running == null) {
      return;
    }
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL in " + dir + " did not stop", e);
    } finally {
      running = null;
    }
    awaitGone(limit);
  }

  /** The library waits only seconds; a server ends when its readers have let go. */
  private void awaitGone(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (Files.exists(dir.resolve("postmaster.pid"))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("PostgreSQL in " + dir + " did not stop");
      }
      LockSupport.parkNanos(STOP_POLL.toNanos());
    }
  }

  @Override
  public void kill() {
    throw new UnsupportedOperationException("the library cannot");
  }

  @Override
  public void discard(Duration limit) {
    stop(limit);
  }
}
