package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.metrics.Metrics;
import dev.lockstep.testing.faults.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second daemon of a pipeline: it waits, and takes over from one that is gone. */
class StandbyTest {
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Transactions of the writers: a DynamoDB Local takes some hundred writes a second. */
  private static final int BEFORE = 500;

  private static final int AFTER = 100;
  private static final Bank BANK = new Bank("DEFAULT");
  private static final Operations OPERATIONS = new LiveOperations();

  private static World world;
  private static Path config;

  @BeforeAll
  static void startServers(@TempDir Path dir) throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    world = World.create(dir);
    BANK.create(world.jdbcUrl());
    config =
        world.configure(
            BANK.mapping(),
            "apply.late-write-horizon=1s",
            "lease.duration=" + LEASE.toSeconds() + "s");
    OPERATIONS.createTables(config, table -> {});
  }

  @AfterAll
  static void stopServers() {
    world.close();
  }

  /** With a data-dir of its own, as on another machine, and with the same one, as on this. */
  @ParameterizedTest
  @ValueSource(strings = {"elsewhere", "data"})
  void aSecondDaemonWaitsShowsTheOwnerAndTakesOverWhenThatStops(String dataDir) throws Exception {
    PipelineControl first = start(config);
    awaitPhase(first, Phase.STREAMING);
    try (PipelineControl second = start(world.another("second", dataDir))) {
      awaitPhase(second, Phase.STANDBY);
      assertThat(second.status().owner()).contains("process " + ProcessHandle.current().pid());
      assertThat(second.leaseHeld()).isFalse();

      first.stop();

      awaitTakeover(second, System.nanoTime());
      awaitPhase(second, Phase.STREAMING);
      assertThat(second.status().owner()).isNull();
    } finally {
      first.stop();
    }
  }

  @Test
  void aStandbyThatIsStoppedEndsCleanly() throws Exception {
    try (PipelineControl first = start(config)) {
      awaitPhase(first, Phase.STREAMING);
      PipelineControl second = start(world.another("second", "elsewhere"));
      awaitPhase(second, Phase.STANDBY);
      second.stop();
      assertThat(second.awaitEnd()).isEmpty();
      assertThat(first.leaseHeld()).isTrue();
    }
  }

  @Test
  void anOwnerThatIsCutOffFromTheControlTableGivesWayAndWritesNothingMore() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(world.endpoint());
        PipelineControl first = start(world.another("first", "data", proxy.endpoint()));
        Workload workload = Workload.start(BANK, world.jdbcUrl(), 21, 2, BEFORE)) {
      awaitPhase(first, Phase.STREAMING);
      try (PipelineControl second = start(world.another("second", "elsewhere"))) {
        awaitPhase(second, Phase.STANDBY);
        proxy.refuseConnections();
        awaitTakeover(second, System.nanoTime());
        assertThat(first.leaseHeld()).isFalse();
        awaitPhase(second, Phase.STREAMING);

        proxy.acceptConnections();
        long before = workload.committed();
        workload.allow(AFTER);

        assertThat(first.awaitEnd())
            .hasValueSatisfying(end -> assertThat(end.code()).isEqualTo("LEASE-LOST"));
        await("the writers write").atMost(LIMIT).until(() -> workload.committed() > before);
        workload.close();
        KillIT.awaitEqual(world, BANK);
      }
    }
  }

  private static void awaitTakeover(PipelineControl standby, long since) {
    await("the standby has the lease").atMost(LIMIT).until(standby::leaseHeld);
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(LEASE.multipliedBy(2));
  }

  private static PipelineControl start(Path with) {
    return OPERATIONS.start(with, new Metrics(), StartMode.RESUME);
  }

  private static void awaitPhase(PipelineControl pipeline, Phase phase) {
    await("phase " + phase)
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              PipelineStatus status = pipeline.status();
              assertThat(status.phase()).as("%s", status.error()).isEqualTo(phase);
            });
  }
}
