package dev.lockstep.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running {@code mysqld}. Ends with this process, unless that is killed. */
final class MysqlProcess {
  private static final Duration INITIALIZE_LIMIT = Duration.ofMinutes(1);

  /** A statement on each line. Without names of hosts, the superuser's first account is no use. */
  private static final String SUPERUSER =
      """
      CREATE USER root@'127.0.0.1';
      GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
      """;

  private final Path log;
  private final Process process;
  private final Thread lastWill;

  private MysqlProcess(Path log, Process process) {
    this.log = log;
    this.process = process;
    this.lastWill = new Thread(process::destroy, "mysqld-end");
  }

  /**
   * Starts it, and makes its data before if there is none.
   *
   * @param dir its directory
   * @param settings options of {@code mysqld}, without the dashes
   */
  static MysqlProcess start(Path dir, int port, Map<String, String> settings)
      throws IOException, InterruptedException {
    Path programs = MysqlBinaries.folder();
    Path data = dir.resolve("data");
    if (!Files.exists(data)) {
      initialize(data, programs);
    }
    List<String> command = command(programs, data);
    command.add("--port=" + port);
    command.add("--bind-address=127.0.0.1");
    command.add("--skip-name-resolve");
    command.add("--mysqlx=0");
    // In the data folder, since the path of a socket must be short.
    command.add("--socket=mysql.sock");
    command.add("--pid-file=mysql.pid");
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    Path log = dir.resolve("mysqld.log");
    MysqlProcess started = new MysqlProcess(log, launch(command, programs, log));
    Runtime.getRuntime().addShutdownHook(started.lastWill);
    return started;
  }

  /** From data that is made once and kept, since that takes seconds. */
  private static void initialize(Path data, Path programs)
      throws IOException, InterruptedException {
    Path fresh = KeptFolder.of("lockstep-mysql-data", folder -> create(folder, programs));
    try (Stream<Path> files = Files.walk(fresh.resolve("data"))) {
      for (Path file : files.filter(MysqlProcess::isOfAnyServer).toList()) {
        Path copy = data.resolve(fresh.resolve("data").relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** A server makes its own identity and its own certificates if it has none. */
  private static boolean isOfAnyServer(Path file) {
    String name = file.getFileName().toString();
    return !name.equals("auto.cnf") && !name.endsWith(".pem");
  }

  private static void create(Path folder, Path programs) throws IOException, InterruptedException {
    Path init = Files.writeString(folder.resolve("superuser.sql"), SUPERUSER);
    List<String> command = command(programs, folder.resolve("data"));
    command.add("--initialize-insecure");
    command.add("--init-file=" + init);
    Path log = folder.resolve("initialize.log");
    Process initializing = launch(command, programs, log);
    try {
      boolean ended = initializing.waitFor(INITIALIZE_LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended || initializing.exitValue() != 0) {
        throw new IOException(Files.readString(log));
      }
    } finally {
      initializing.destroyForcibly();
    }
  }

  /** Arguments that every start has. Without the system's own settings, whoever runs it. */
  private static List<String> command(Path programs, Path data) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("bin/mysqld").toString());
    command.add("--no-defaults");
    command.add("--user=" + System.getProperty("user.name"));
    command.add("--basedir=" + programs);
    command.add("--lc-messages-dir=" + programs.resolve("share"));
    command.add("--datadir=" + data);
    return command;
  }

  private static Process launch(List<String> command, Path programs, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Optional<Path> libraries = NativeLibraries.forProgram(programs.resolve("bin/mysqld"));
    libraries.ifPresent(path -> builder.environment().put("LD_LIBRARY_PATH", path.toString()));
    return builder.start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it told so far. */
  String log() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  /** Asks it to end, and waits until it has. */
  void stop(Duration limit) {
    process.destroy();
    boolean ended = awaitEnd(limit);
    if (!ended) {
      process.destroyForcibly();
      throw new IllegalStateException("MySQL did not stop within " + limit.toSeconds() + " s");
    }
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofMinutes(1));
  }

  private boolean awaitEnd(Duration limit) {
    disown();
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void disown() {
    try {
      Runtime.getRuntime().removeShutdownHook(lastWill);
    } catch (IllegalStateException e) {
      // The shutdown is under way and will do what is done here.
      return;
    }
  }
}
