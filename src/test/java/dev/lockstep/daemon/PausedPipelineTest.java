package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.lockstep.checkpoint.Desired;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pause of a pipeline under load: what it holds, for how long, and what comes after it. */
class PausedPipelineTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
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
            "lease.duration=12s",
            "source.heartbeat-interval=1s");
    OPERATIONS.createTables(config, table -> {});
  }

  @AfterAll
  static void stopServers() {
    world.close();
  }

  @Test
  void aPauseHoldsUnderLoadAndAfterARestartAndThenEverythingIsCaughtUp() throws Exception {
    Map<String, Map<String, Object>> held;
    try (Workload workload = Workload.start(BANK, world.jdbcUrl(), 11, 2)) {
      try (PipelineControl pipeline = streaming()) {
        awaitCommits(workload, 200);
        pipeline.steering().pause("ann", new Steering.Pause(null, "rehearsal"));
        awaitPhase(pipeline, Phase.PAUSED);
        held = items();
        awaitCommits(workload, 200);

        assertThat(items()).isEqualTo(held).isNotEmpty();
        assertThat(pipeline.leaseHeld()).isTrue();
        assertThat(pipeline.status().checkpoint()).isNotNull();
        assertThat(pipeline.status().pause()).satisfies(p -> assertThat(p.who()).isEqualTo("ann"));
      }
      try (PipelineControl pipeline = start()) {
        awaitPhase(pipeline, Phase.PAUSED);
        awaitCommits(workload, 100);
        assertThat(items()).isEqualTo(held);
        assertThat(pipeline.status().checkpoint()).isNotNull();

        pipeline.steering().resume("bob");
        awaitPhase(pipeline, Phase.STREAMING);
        awaitCommits(workload, 100);
        workload.close();

        KillIT.awaitEqual(world, BANK);
      }
    }
    assertThat(journal())
        .extracting(entry -> entry.who() + " " + entry.what() + " " + entry.details())
        .containsSubsequence("bob resume {}", "ann pause {reason=rehearsal}");
  }

  @Test
  void aPauseOfLimitedDurationEndsByItselfAndForGood() throws Exception {
    try (PipelineControl pipeline = streaming()) {
      pipeline.steering().pause("ann", new Steering.Pause(Duration.ofSeconds(3), null));
      awaitPhase(pipeline, Phase.PAUSED);
      world.postgres().execute("bank", "INSERT INTO accounts VALUES (1001, 'eve', 1, null, null)");

      awaitPhase(pipeline, Phase.STREAMING);
      assertApplied(pipeline);

      assertThat(pipeline.steering().desired().isPaused()).isFalse();
      assertThat(journal().get(0))
          .satisfies(
              entry -> {
                assertThat(entry.who()).isEqualTo("lockstep");
                assertThat(entry.what()).isEqualTo("resume");
              });
    }
    try (PipelineControl pipeline = streaming()) {
      assertThat(pipeline.status().pause()).isNull();
    }
  }

  @Test
  void lagIsNothingWhileIdleAndCountsOnWhilePausedAndWhileTheSourceIsAway() throws Exception {
    try (PipelineControl pipeline = streaming()) {
      awaitLag(pipeline, "idle", lag -> lag.seconds() == 0 && lag.captureSeconds() != null);

      pipeline.steering().pause("ann", Steering.Pause.OPEN);
      awaitPhase(pipeline, Phase.PAUSED);
      awaitLag(pipeline, "paused", lag -> lag.seconds() > 4 && lag.retainedBytes() != null);
      assertThat(pipeline.status().pauseBudget())
          .satisfies(budget -> assertThat(budget.reason()).contains("max_slot_wal_keep_size"));
      pipeline.steering().resume("ann");
      awaitLag(pipeline, "caught up", lag -> lag.seconds() == 0);

      world.postgres().stop();
      try {
        awaitLag(pipeline, "cut off", lag -> lag.seconds() > 4);
      } finally {
        world.postgres().start();
      }
      awaitLag(pipeline, "back", lag -> lag.seconds() == 0);
    }
  }

  private static void awaitLag(
      PipelineControl pipeline, String when, Predicate<PipelineStatus.Lag> expected) {
    await(when)
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(pipeline.status().lag()).matches(expected));
  }

  @Test
  void withoutADaemonAPauseIsLeftInTheControlTableAndARunningDaemonFindsItThere() throws Exception {
    try (PipelineControl pipeline = streaming()) {
      OPERATIONS.steer(config, steering -> steering.pause("ann", Steering.Pause.OPEN));
      awaitPhase(pipeline, Phase.PAUSED);
      OPERATIONS.steer(config, steering -> steering.resume("ann"));
      awaitPhase(pipeline, Phase.STREAMING);
    }
  }

  @Test
  void aThrottleHoldsAtOnceAndForTheNextDaemon() throws Exception {
    try (PipelineControl pipeline = streaming()) {
      Steering steering = pipeline.steering();
      steering.throttle("ann", new Steering.Throttle(500.0, 3, false));
      assertThat(pipeline.status().throttle()).isEqualTo(new PipelineStatus.Throttle(500.0, 3));
      assertThat(((LivePipeline) pipeline).applyState().orElseThrow().writeUnitsPerSecond())
          .isEqualTo(500);
      assertThatExceptionOfType(LockstepException.class)
          .isThrownBy(() -> steering.throttle("ann", new Steering.Throttle(null, 257, false)))
          .satisfies(e -> assertThat(e.problem().code()).isEqualTo("ORDER-RANGE"));
    }
    try (PipelineControl pipeline = streaming()) {
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(((LivePipeline) pipeline).applyState().orElseThrow().window())
                      .isLessThanOrEqualTo(3));
      assertThat(pipeline.steering().desired().throttle())
          .isEqualTo(new Desired.Throttle(500.0, 3));
      pipeline.steering().throttle("ann", new Steering.Throttle(null, null, true));
      assertThat(((LivePipeline) pipeline).applyState().orElseThrow().writeUnitsPerSecond())
          .isZero();
    }
  }

  private static PipelineControl start() {
    return OPERATIONS.start(config, new Metrics(), StartMode.RESUME);
  }

  private static PipelineControl streaming() throws Exception {
    PipelineControl pipeline = start();
    awaitPhase(pipeline, Phase.STREAMING);
    return pipeline;
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

  private static void awaitCommits(Workload workload, int more) {
    long before = workload.committed();
    await().atMost(LIMIT).until(() -> workload.committed() >= before + more);
  }

  private static void assertApplied(PipelineControl pipeline) throws InterruptedException {
    assertThat(pipeline.awaitApplied(OPERATIONS.sourceVersion(config), LIMIT)).isTrue();
  }

  private static Map<String, Map<String, Object>> items() {
    return world.items().read(BANK.keys());
  }

  private static List<Journal.Entry> journal() {
    return OPERATIONS.steer(config, steering -> steering.journal(100));
  }
}
