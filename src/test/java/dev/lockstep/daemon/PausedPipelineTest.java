package dev.lockstep.daemon;

import static dev.lockstep.daemon.PipelineStatus.BudgetLevel.ALARM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.lockstep.checkpoint.Desired;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.cutover.RehearsalStatus;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.verify.ScrubProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A pause of a pipeline: for how long, what is known meanwhile, and what comes after it. */
@ExtendWith(SharedSources.class)
class PausedPipelineTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long MUCH = 2_000_000;
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
    config = configured(world);
  }

  private static Path configured(World over) throws InterruptedException {
    Path written =
        over.configure(
            BANK.mapping(),
            "apply.late-write-horizon=1s",
            "lease.duration=12s",
            "source.heartbeat-interval=1s");
    OPERATIONS.createTables(written, table -> {});
    return written;
  }

  @AfterAll
  static void stopServers() {
    world.close();
  }

  @Test
  void aPauseOfLimitedDurationEndsByItselfAndForGood() throws Exception {
    try (PipelineControl pipeline = streaming()) {
      pipeline.steering().pause("ann", new Steering.Pause(Duration.ofSeconds(3), null));
      awaitPhase(pipeline, Phase.PAUSED);
      world.execute("INSERT INTO accounts VALUES (1001, 'eve', 1, null, null)");

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
  void reportsCanBeReadInEveryPhase() throws Exception {
    try (PipelineControl pipeline = streaming()) {
      String id = pipeline.verifications().start(VerifyRequest.counts()).id();
      await().atMost(LIMIT).until(() -> pipeline.verifications().report(id).isPresent());
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Integer> reading =
          CompletableFuture.supplyAsync(() -> readings(pipeline, id, over));

      pipeline.steering().pause("ann", Steering.Pause.OPEN);
      awaitPhase(pipeline, Phase.PAUSED);
      pipeline.steering().resume("ann");
      awaitPhase(pipeline, Phase.STREAMING);
      over.set(true);
      assertThat(reading.get(1, TimeUnit.MINUTES)).isPositive();
    }
  }

  private static int readings(PipelineControl pipeline, String id, AtomicBoolean over) {
    int readings = 0;
    while (!over.get()) {
      assertThat(pipeline.verifications().reports(5)).extracting(VerifyReport::id).contains(id);
      readings++;
    }
    return readings;
  }

  @Test
  void lagCountsOnWhileTheSourceIsAway() throws Exception {
    try (PipelineControl pipeline = streaming()) {
      awaitLag(pipeline, "idle", lag -> lag.seconds() == 0);
      world.source().stop();
      try {
        awaitLag(pipeline, "cut off", lag -> lag.seconds() > 4);
      } finally {
        world.source().start();
      }
      awaitLag(pipeline, "back", lag -> lag.seconds() == 0);
    }
  }

  @Test
  void lagIsNothingWhileIdleAndCountsOnWhilePaused() throws Exception {
    assertLagAndBudget(world, config, "max_slot_wal_keep_size", lag -> lag.seconds() == 0);
  }

  @Test
  void theSameOnMysqlWhichKeepsItsLogForATime(SharedSources.Servers servers, @TempDir Path dir)
      throws Exception {
    World mysql = World.over(servers.get(Dbms.MYSQL), "paused", dir);
    try {
      BANK.create(mysql.jdbcUrl());
      PipelineStatus.PauseBudget budget =
          assertLagAndBudget(
              mysql,
              configured(mysql),
              "binlog_expire_logs_seconds, 2592000 s",
              lag -> lag.seconds() == 0 && retained(lag) < MUCH);
      assertThat(budget.seconds()).isBetween(2_591_000.0, 2_592_000.0);
      assertThat(budget.level()).isEqualTo(PipelineStatus.BudgetLevel.GOOD);
    } finally {
      mysql.close();
    }
  }

  /** Returns the budget of a pause during which much was written. */
  private static PipelineStatus.PauseBudget assertLagAndBudget(
      World over, Path configuration, String reason, Predicate<PipelineStatus.Lag> caughtUp)
      throws Exception {
    try (PipelineControl pipeline = streaming(configuration)) {
      awaitLag(pipeline, "idle", lag -> lag.seconds() == 0 && lag.captureSeconds() != null);
      awaitLag(pipeline, "read", lag -> retained(lag) >= 0 && retained(lag) < MUCH);

      pipeline.steering().pause("ann", Steering.Pause.OPEN);
      awaitPhase(pipeline, Phase.PAUSED);
      over.execute(
          "INSERT INTO accounts SELECT i, 'ann', i, repeat('n', 2500), null"
              + " FROM generate_series(2000, 2999) i");
      awaitLag(pipeline, "paused", lag -> lag.seconds() > 4 && retained(lag) >= MUCH);
      PipelineStatus.PauseBudget budget = Objects.requireNonNull(pipeline.status().pauseBudget());
      assertThat(budget.reason()).contains(reason);
      pipeline.steering().resume("ann");
      awaitLag(pipeline, "caught up", caughtUp);
      return budget;
    }
  }

  private static long retained(PipelineStatus.Lag lag) {
    Long bytes = lag.retainedBytes();
    return bytes == null ? -1 : bytes;
  }

  @Test
  void aRehearsalThatIsForgottenAlarms() throws Exception {
    Path soon = world.another("soon", "data");
    Files.writeString(
        soon,
        "pause-budget: { max-log: 1GiB, warning: 30d, alarm: 29d }\nverify:\n  " + ScrubTest.FAST,
        StandardOpenOption.APPEND);
    Metrics metrics = new Metrics();
    try (PipelineControl pipeline = OPERATIONS.start(soon, metrics, StartMode.RESUME)) {
      awaitPhase(pipeline, Phase.STREAMING);
      pipeline.handover().beginRehearsal("ann", null);
      HandoverWorld.awaitRehearsal(pipeline, RehearsalStatus.RUNNING);
      assertThat(pipeline.status().scrub()).as("the target is the rehearsal's").isNull();

      world.execute("CREATE TABLE other (i int)");
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                world.execute("INSERT INTO other SELECT i FROM generate_series(1, 500) i");
                assertThat(pipeline.status().pauseBudget())
                    .satisfies(budget -> assertThat(budget.level()).isEqualTo(ALARM));
              });
      assertThat(metrics.prometheusText()).contains("lockstep_pause_budget_level 2");

      pipeline.handover().endRehearsal("ann");
      HandoverWorld.awaitRehearsal(pipeline, RehearsalStatus.ENDED);
      ScrubTest.await(pipeline, ScrubProgress::working);
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
                  assertThat(((LivePipeline) pipeline).applyState())
                      .hasValueSatisfying(
                          state -> assertThat(state.window()).isLessThanOrEqualTo(3)));
      assertThat(pipeline.steering().desired().throttle())
          .isEqualTo(new Desired.Throttle(500.0, 3));
      pipeline.steering().throttle("ann", new Steering.Throttle(null, null, true));
      assertThat(((LivePipeline) pipeline).applyState().orElseThrow().writeUnitsPerSecond())
          .isZero();
    }
  }

  private static PipelineControl start(Path configuration) {
    return OPERATIONS.start(configuration, new Metrics(), StartMode.RESUME);
  }

  private static PipelineControl streaming() throws Exception {
    return streaming(config);
  }

  private static PipelineControl streaming(Path configuration) throws Exception {
    PipelineControl pipeline = start(configuration);
    try {
      awaitPhase(pipeline, Phase.STREAMING);
    } catch (Throwable e) {
      pipeline.close();
      throw e;
    }
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

  private static void assertApplied(PipelineControl pipeline) throws InterruptedException {
    assertThat(pipeline.awaitApplied(OPERATIONS.sourceVersion(config), LIMIT)).isTrue();
  }

  private static List<Journal.Entry> journal() {
    return OPERATIONS.steer(config, steering -> steering.journal(100));
  }
}
