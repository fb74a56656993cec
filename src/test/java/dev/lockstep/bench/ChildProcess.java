package dev.lockstep.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of this benchmark's own; it is ended with it. */
final class ChildProcess implements AutoCloseable {
  /** What a contestant prints when it reads. */
  static final String READY = "READY";

  /** What a contestant prints before its measurement. */
  static final String RESULT = "RESULT ";

  /** What the launcher gives to the daemon; all contestants get the same. */
  private static final List<String> DAEMON_OPTIONS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:MaxDirectMemorySize=64m",
          "-Duser.timezone=UTC");

  private static final int END_SECONDS = 180;

  private final Process process;
  private final Path log;
  private final BufferedReader out;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Starts a main class on this process's class path. */
  static ChildProcess java(Class<?> main, Path log, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return start(new ProcessBuilder(command), log);
  }

  /** Starts a main class with the options that the launcher gives to the daemon. */
  static ChildProcess contestant(Class<?> main, Path log, List<String> arguments)
      throws IOException {
    return java(main, log, DAEMON_OPTIONS, arguments);
  }

  /** Starts a command; all that it prints goes to the log. */
  static ChildProcess logged(List<String> command, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    return start(builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())), log);
  }

  private static ChildProcess start(ProcessBuilder builder, Path log) throws IOException {
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("AWS_ACCESS_KEY_ID", "bench");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "bench");
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    return new ChildProcess(builder.start(), log);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Reads what it prints up to a line with the given start.
   *
   * @return the rest of that line
   * @throws IOException with the end of the log if the process ends before
   */
  String await(String start) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(start)) {
        return line.substring(start.length());
      }
    }
    throw new IOException("ended before it printed «" + start + "»; its log " + log + tail());
  }

  /** The last lines of the log, for messages. */
  String tail() throws IOException {
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return "\n  "
        + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  /** Lets it run to its end. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  /** Asks it to end, and ends it if it does not. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }
}
