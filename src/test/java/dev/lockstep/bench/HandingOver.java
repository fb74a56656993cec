package dev.lockstep.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.demo.Ports;
import dev.lockstep.testing.servers.Dbms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A cutover into DynamoDB Local while an application writes to the source at a steady rate, until
 * the fence cuts it off.
 */
final class HandingOver {
  private static final String TABLE = "cutover_rows";
  private static final String PIPELINE = "cutover_bench";
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final String POSTGRES_HOOKS =
      """
      cutover:
        hooks:
          fence-source:
            sql:
              - ALTER DATABASE bench SET default_transaction_read_only = on
              - SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'bench'
                AND backend_type = 'client backend' AND application_name !~ '^(lockstep|Debezium)'
          unfence-source: { sql: ALTER DATABASE bench RESET default_transaction_read_only }
      """;
  private static final String MYSQL_HOOKS =
      """
      cutover:
        hooks:
          fence-source: { sql: SET GLOBAL super_read_only = ON }
          unfence-source: { sql: [SET GLOBAL super_read_only = OFF, SET GLOBAL read_only = OFF] }
      """;

  private final BenchServers servers;
  private final BenchSetup setup;
  private final int rate;
  private final long rows;
  private final int changesPerItem;

  HandingOver(BenchServers servers, BenchSetup setup, int rate, long rows, int changesPerItem) {
    this.servers = servers;
    this.setup = setup;
    this.rate = rate;
    this.rows = rows;
    this.changesPerItem = changesPerItem;
  }

  /**
   * What came of it.
   *
   * @param changesPerSecond of the application, up to the fence
   * @param fenceToRecordSeconds from the beginning of the fence to the record that it is cut over
   * @param steps how long each step took
   * @param verified what the comparison says
   */
  record Figures(
      double changesPerSecond,
      double fenceToRecordSeconds,
      Map<String, Double> steps,
      String verified) {

    String table() {
      StringBuilder text = new StringBuilder();
      text.append("%-20s %8.0f changes/s until the fence%n".formatted("cutover", changesPerSecond));
      steps.forEach(
          (step, seconds) ->
              text.append(String.format(Locale.ROOT, "  %-18s %8.3f s%n", step, seconds)));
      return text.append(
              String.format(
                  Locale.ROOT,
                  "  %-18s %8.3f s (aim 5)  %s",
                  "fence to record",
                  fenceToRecordSeconds,
                  verified))
          .toString();
    }
  }

  Figures measure() throws IOException, InterruptedException, SQLException {
    BenchDatabase database = servers.database();
    database.createTable(TABLE);
    database.fill(TABLE, rows, 10_000);
    Path dir = setup.dir().resolve(PIPELINE);
    int port = Ports.free();
    Path config =
        LockstepProcess.configure(
            dir,
            PIPELINE,
            TABLE,
            LockstepContestant.ROW_BY_ROW,
            setup,
            servers.localEndpoint(),
            port);
    String hooks = database.dbms() == Dbms.MYSQL ? MYSQL_HOOKS : POSTGRES_HOOKS;
    Files.writeString(config, hooks, StandardOpenOption.APPEND);
    Path log = setup.dir().resolve(PIPELINE + ".log");
    LockstepProcess.createTables(config, log);
    try (LockstepProcess daemon = LockstepProcess.run(config, log, port)) {
      daemon.awaitPhase("streaming");
      return handOver(daemon);
    }
  }

  private Figures handOver(LockstepProcess daemon) throws IOException, InterruptedException {
    verify(daemon);
    Load load = new Load();
    load.start();
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(setup.warmUpSeconds()));
    daemon.order("cutover", "{\"verify\": \"sample\"}");
    JsonNode report = await(daemon, "cutover", "status", "running", "switching", "rolling-back");
    load.join();
    if (!report.path("status").asText().equals("cut-over")) {
      throw new IOException("the cutover ended otherwise: " + report.toPrettyString());
    }
    Map<String, Double> steps = new LinkedHashMap<>();
    String verified = "";
    for (JsonNode step : report.path("timeline")) {
      steps.put(step.path("step").asText(), step.path("seconds").asDouble());
      verified =
          step.path("step").asText().equals("verify") ? step.path("detail").asText() : verified;
    }
    return new Figures(
        load.perSecond(), report.path("fenceToRecordSeconds").asDouble(), steps, verified);
  }

  private static void verify(LockstepProcess daemon) throws IOException, InterruptedException {
    daemon.order("verify", "{\"mode\": \"full\"}");
    JsonNode status = daemon.ask("status").path("verify");
    while (status.path("state").asText().equals("running")) {
      LockSupport.parkNanos(POLL_NANOS);
      status = daemon.ask("status").path("verify");
    }
    if (status.path("findings").asLong() > 0 || !status.path("state").asText().equals("finished")) {
      throw new IOException("the verification ended otherwise: " + status.toPrettyString());
    }
  }

  private static JsonNode await(LockstepProcess daemon, String path, String field, String... not)
      throws IOException, InterruptedException {
    JsonNode answer = daemon.ask(path);
    while (List.of(not).contains(answer.path(field).asText())) {
      LockSupport.parkNanos(POLL_NANOS);
      answer = daemon.ask(path);
    }
    return answer;
  }

  /** The application; the fence ends it. */
  private final class Load extends Thread {
    private final long began = System.nanoTime();
    private long changes;
    private long ended;

    Load() {
      super("application");
    }

    @Override
    public void run() {
      try {
        servers
            .database()
            .updateSteadily(TABLE, rate, rows, changesPerItem, () -> changes += changesPerItem);
      } catch (SQLException fenced) {
        ended = System.nanoTime();
      }
    }

    double perSecond() {
      return changes * (double) TimeUnit.SECONDS.toNanos(1) / (ended - began);
    }
  }
}
