package dev.lockstep.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code mysqld} of our own binaries, as a process. */
final class EmbeddedMysql implements ServerProgram {
  private final Path dir;
  private final int port;
  private final Map<String, String> settings;
  private @Nullable MysqlProcess running;

  EmbeddedMysql(Path dir, int port, Map<String, String> settings) {
    this.dir = dir;
    this.port = port;
    this.settings = settings;
  }

  @Override
  public void start() throws IOException, InterruptedException {
    running = MysqlProcess.start(dir, port, settings);
  }

  @Override
  public boolean isAlive() {
    return running != null && running.isAlive();
  }

  @Override
  public String log() throws IOException {
    return running == null ? "" : running.log();
  }

  @Override
  public void stop(Duration limit) {
    MysqlProcess process = running;
    running = null;
    if (process != null) {
      process.stop(limit);
    }
  }

  @Override
  public void kill() {
    MysqlProcess process = running;
    running = null;
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public void discard(Duration limit) {
    stop(limit);
  }
}
