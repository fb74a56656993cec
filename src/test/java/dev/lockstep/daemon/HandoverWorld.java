package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.CutoverStatus;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.cutover.RehearsalStatus;
import dev.lockstep.cutover.VerifyScope;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.verify.VerifyRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A bank whose application is to be handed over: servers, configuration, hooks, and a pipeline. */
final class HandoverWorld implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(90);
  static final Bank BANK = new Bank("DEFAULT");

  /** Sessions that write must not go on; Lockstep's own may. */
  private static final String POSTGRES_FENCE =
      """
      sql:
              - ALTER DATABASE bank SET default_transaction_read_only = on
              - SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'bank'
                AND backend_type = 'client backend' AND application_name !~ '^(lockstep|Debezium)'
      """;

  private static final String POSTGRES_UNFENCE =
      "sql: ALTER DATABASE bank RESET default_transaction_read_only\n";
  private static final String MYSQL_FENCE = "sql: SET GLOBAL super_read_only = ON\n";
  private static final String MYSQL_UNFENCE =
      "sql: [SET GLOBAL super_read_only = OFF, SET GLOBAL read_only = OFF]\n";

  private final Dbms dbms;
  private final Path dir;
  private final World world;
  private final Operations operations = new LiveOperations();

  HandoverWorld(Path dir, Dbms dbms) throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    this.dbms = dbms;
    this.dir = dir;
    this.world = World.create(dir, dbms);
    BANK.create(world.jdbcUrl());
  }

  World world() {
    return world;
  }

  Operations operations() {
    return operations;
  }

  Path config() {
    return world.config();
  }

  /** What the hook that switches traffic has written. */
  Path switched() {
    return dir.resolve("switched");
  }

  String fence() {
    return dbms == Dbms.POSTGRES ? POSTGRES_FENCE : MYSQL_FENCE;
  }

  String unfence() {
    return dbms == Dbms.POSTGRES ? POSTGRES_UNFENCE : MYSQL_UNFENCE;
  }

  String switchTraffic() {
    return "shell: echo $LOCKSTEP_STEP >> " + switched() + "\n";
  }

  /** Hooks that work. */
  void configure() throws Exception {
    configure(fence(), unfence(), switchTraffic());
  }

  /** Each hook as it stands in the configuration. */
  void configure(String fence, String unfence, String switchTraffic, String... more)
      throws Exception {
    Path config = world.configure(BANK.mapping(), "apply.late-write-horizon=1s");
    String hooks = hooks(fence, unfence, switchTraffic) + String.join("", List.of(more));
    Files.writeString(config, hooks, StandardOpenOption.APPEND);
    operations.createTables(config, table -> {});
  }

  /** Hooks as they stand in a configuration. */
  static String hooks(String fence, String unfence, String switchTraffic) {
    return "cutover:\n  hooks:\n    fence-source:\n      "
        + fence
        + "    unfence-source:\n      "
        + unfence
        + "    switch-traffic:\n      "
        + switchTraffic;
  }

  /** Hooks that make a PostgreSQL read-only for all but Lockstep. */
  static String postgresHooks(String switchTraffic) {
    return hooks(POSTGRES_FENCE, POSTGRES_UNFENCE, switchTraffic);
  }

  PipelineControl streaming() throws IOException {
    PipelineControl pipeline = start();
    awaitPhase(pipeline, Phase.STREAMING);
    return pipeline;
  }

  PipelineControl start() {
    return operations.start(config(), new Metrics(), StartMode.RESUME);
  }

  static void awaitPhase(PipelineControl pipeline, Phase phase) {
    await("phase " + phase)
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              PipelineStatus status = pipeline.status();
              assertThat(status.phase()).as("%s", status.error()).isEqualTo(phase);
            });
  }

  /** A full verification, as a cutover asks for one, when all so far is applied. */
  void verify(PipelineControl pipeline) throws InterruptedException {
    assertThat(pipeline.awaitApplied(operations.sourceVersion(config()), LIMIT)).isTrue();
    String id = pipeline.verifications().start(VerifyRequest.full()).id();
    await("verified")
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(pipeline.verifications().report(id)).isPresent());
    assertThat(pipeline.verifications().report(id).orElseThrow().isEqual()).isTrue();
  }

  static Handover.Order order() {
    return new Handover.Order("ann", VerifyScope.SAMPLE, false, null);
  }

  /** Cuts over, and waits for whatever becomes of it. */
  static CutoverReport cutOver(PipelineControl pipeline, Handover.Order order) {
    pipeline.handover().cutOver(order);
    return awaitDecided(pipeline);
  }

  static CutoverReport awaitDecided(PipelineControl pipeline) {
    await("the cutover is decided")
        .atMost(LIMIT)
        .until(
            () ->
                pipeline
                    .handover()
                    .cutover()
                    .filter(report -> !CutoverStatus.of(report.status()).isUnderWay())
                    .isPresent());
    return pipeline.handover().cutover().orElseThrow();
  }

  static RehearsalReport awaitRehearsal(PipelineControl pipeline, RehearsalStatus status) {
    await("the rehearsal is " + status)
        .atMost(LIMIT)
        .until(
            () ->
                pipeline
                    .handover()
                    .rehearsal()
                    .filter(report -> !RehearsalStatus.of(report.status()).isUnderWay())
                    .isPresent());
    RehearsalReport report = pipeline.handover().rehearsal().orElseThrow();
    assertThat(report.status()).as("%s", report).isEqualTo(status.label());
    return report;
  }

  /** Makes the source writable again, as an administrator would. */
  void unfenceByHand() throws SQLException {
    if (dbms == Dbms.POSTGRES) {
      write(
          "SET default_transaction_read_only = off",
          "ALTER DATABASE bank RESET default_transaction_read_only");
    } else {
      write("SET GLOBAL super_read_only = OFF", "SET GLOBAL read_only = OFF");
    }
  }

  /** Runs statements over one connection, each in its own transaction. */
  void write(String... statements) throws SQLException {
    write(world, statements);
  }

  /** The same in any world. */
  static void write(World world, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(world.jdbcUrl())) {
      for (String sql : statements) {
        Workload.execute(connection, sql);
      }
    }
  }

  /** What differs now between the items and what the rows should give. */
  List<String> differences() throws Exception {
    return KillIT.differences(world, BANK);
  }

  @Override
  public void close() {
    world.close();
  }
}
