package dev.lockstep.daemon;

import dev.lockstep.config.Config;
import dev.lockstep.config.CutoverConfig;
import dev.lockstep.config.CutoverConfig.Command;
import dev.lockstep.config.CutoverConfig.Hook;
import dev.lockstep.config.CutoverConfig.Sql;
import dev.lockstep.config.Secret;
import dev.lockstep.cutover.CutoverSteps.HookOutcome;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Runs what an operator has written: a program or a statement, within a time limit. What a program
 * prints is kept as far as its end, with secrets masked; it reads nothing.
 */
final class Hooks {
  /** The end of what a program prints, characters. */
  static final int KEPT_OUTPUT = 2_000;

  private static final Duration READ_LIMIT = Duration.ofSeconds(2);
  private static final Set<String> UNANSWERED = Set.of("SOURCE-UNREACHABLE", "SOURCE-TIMEOUT");

  private final String pipeline;
  private final Duration limit;
  private final List<String> secrets;
  private final BiConsumer<List<String>, Duration> sql;

  /**
   * @param sql runs statements in the source
   */
  Hooks(Config config, BiConsumer<List<String>, Duration> sql) {
    this(config.pipeline(), config.cutover().hooks().timeout(), secrets(config), sql);
  }

  Hooks(
      String pipeline,
      Duration limit,
      List<String> secrets,
      BiConsumer<List<String>, Duration> sql) {
    this.pipeline = pipeline;
    this.limit = limit;
    this.secrets = List.copyOf(secrets);
    this.sql = sql;
  }

  private static List<String> secrets(Config config) {
    Secret token = config.admin().token();
    return Stream.concat(
            Stream.of(config.source().password().reveal(), token == null ? "" : token.reveal()),
            config.source().debezium().values().stream().map(Secret::reveal))
        .filter(secret -> secret.length() > 3)
        .toList();
  }

  /**
   * Runs a hook.
   *
   * @param step what for, as the hook is told
   * @param id of the cutover, as the hook is told
   */
  HookOutcome run(Hook hook, String step, String id) throws InterruptedException {
    if (hook instanceof Sql statements) {
      return execute(statements, step);
    }
    List<String> words =
        hook instanceof Command command
            ? command.words()
            : List.of("/bin/sh", "-c", ((CutoverConfig.Shell) hook).line());
    return start(words, step, id);
  }

  private HookOutcome execute(Sql statements, String step) {
    try {
      sql.accept(statements.statements(), limit);
      return new HookOutcome.Done(null);
    } catch (LockstepException e) {
      Problem problem = e.problem();
      return UNANSWERED.contains(problem.code())
          ? new HookOutcome.Unknown(unknown(step, problem.what()))
          : new HookOutcome.Failed(failed(step, problem.what()));
    }
  }

  private HookOutcome start(List<String> words, String step, String id)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("LOCKSTEP_PIPELINE", pipeline);
    environment.put("LOCKSTEP_STEP", step);
    environment.put("LOCKSTEP_CUTOVER", id);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return await(process, step);
    } catch (IOException e) {
      String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
      return new HookOutcome.Failed(failed(step, masked(why)));
    }
  }

  private HookOutcome await(Process process, String step) throws InterruptedException {
    Output output = new Output(process.getInputStream());
    Thread reader = new Thread(output, "lockstep-hook");
    reader.setDaemon(true);
    reader.start();
    boolean over = false;
    try {
      over = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!over) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
    reader.join(READ_LIMIT.toMillis());
    String said = masked(output.text());
    if (!over) {
      return new HookOutcome.Unknown(
          unknown(step, "it took longer than " + limit.toSeconds() + " s" + said(said)));
    }
    return process.exitValue() == 0
        ? new HookOutcome.Done(said.isEmpty() ? null : said)
        : new HookOutcome.Failed(failed(step, "exit code " + process.exitValue() + said(said)));
  }

  private static String said(String text) {
    return text.isEmpty() ? "" : ": " + text;
  }

  private String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, "***");
    }
    masked = masked.strip();
    return masked.length() <= KEPT_OUTPUT
        ? masked
        : "…" + masked.substring(masked.length() - KEPT_OUTPUT);
  }

  private static Problem failed(String step, String why) {
    return Problem.error(
        Category.CONFIGURATION,
        "HOOK-FAILED",
        "the hook for '" + step + "' failed: " + why,
        "cutover.hooks",
        "Run the hook by hand and correct it; then start again.");
  }

  private static Problem unknown(String step, String why) {
    return Problem.error(
        Category.CONFIGURATION,
        "HOOK-UNKNOWN",
        "nobody knows what the hook for '" + step + "' did: " + why,
        "cutover.hooks",
        "See what it did; give it more time with cutover.hook-timeout.");
  }

  /** What a program prints, as far as its end. */
  private static final class Output implements Runnable {
    private final InputStream stream;
    private final StringBuilder end = new StringBuilder();

    Output(InputStream stream) {
      this.stream = stream;
    }

    @Override
    public void run() {
      byte[] buffer = new byte[4_096];
      try {
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
          add(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        add("");
      }
    }

    /** Twice as much, so that no secret is cut in two before it is masked. */
    private synchronized void add(String text) {
      end.append(text);
      if (end.length() > 2 * KEPT_OUTPUT) {
        end.delete(0, end.length() - 2 * KEPT_OUTPUT);
      }
    }

    synchronized String text() {
      return end.toString();
    }
  }
}
