package dev.lockstep.daemon;

import static dev.lockstep.daemon.HandoverWorld.BANK;
import static dev.lockstep.daemon.HandoverWorld.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.RehearsalReport;
import dev.lockstep.cutover.RehearsalStatus;
import dev.lockstep.cutover.VerifyScope;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The plan of a team from its rehearsal to the day after, with its application at work. */
@Execution(ExecutionMode.CONCURRENT)
class HandoverTest {
  /** On PostgreSQL {@code OperateIT} does it. */
  @Test
  void aRehearsalHealsAndACutoverHandsOverForGood(@TempDir Path dir) throws Exception {
    try (HandoverWorld world = new HandoverWorld(dir, Dbms.MYSQL)) {
      world.configure();
      try (Application application = new Application(BANK, world.world().jdbcUrl())) {
        try (PipelineControl pipeline = world.streaming()) {
          awaitCommits(application, 300);
          rehearse(world, pipeline, application);
          cutOver(world, pipeline, application);
        }
        refusesToRun(world);
      }
      reopens(world);
    }
  }

  private static void rehearse(
      HandoverWorld world, PipelineControl pipeline, Application application) {
    Handover handover = pipeline.handover();
    application.rest();
    handover.beginRehearsal("ann", null);
    HandoverWorld.awaitRehearsal(pipeline, RehearsalStatus.RUNNING);
    application.goOn();
    assertThat(pipeline.status().phase()).isEqualTo(Phase.PAUSED);

    RepairOrder order = new RepairOrder(false, true);
    assertThatThrownBy(
            () ->
                VerifiedPipeline.verify(
                    pipeline.verifications(), VerifyRequest.full().withRepair(order)))
        .hasMessageContaining("REPAIR-IN-REHEARSAL");

    int touched = new Team(world.world().items()).rehearse();
    awaitCommits(application, 50);
    handover.endRehearsal("ann");
    RehearsalReport report = HandoverWorld.awaitRehearsal(pipeline, RehearsalStatus.ENDED);

    assertThat(report.differencesLeft()).isZero();
    assertThat(report.itemsHealed()).isBetween(1L, 2L * touched);
    assertThat(report.pausedSeconds()).isPositive();
    assertThat(report.catchUpSeconds()).isNotNegative();
    assertThat(report.backlogBytes()).isPositive();
  }

  private static void cutOver(
      HandoverWorld world, PipelineControl pipeline, Application application) throws Exception {
    await("nothing waits for its burial")
        .atMost(LIMIT)
        .until(() -> ((LivePipeline) pipeline).streaming().orElseThrow().state().quiet());
    pipeline.verifications();
    verifyQuietly(world, pipeline, application);
    Handover.Order order =
        new Handover.Order("ann", VerifyScope.CHANGED_SINCE_LAST_VERIFY, false, null);
    CutoverReport report = HandoverWorld.cutOver(pipeline, order);

    assertThat(report.status()).as("%s", report).isEqualTo("cut-over");
    assertThat(report.timeline())
        .extracting(CutoverReport.Entry::step)
        .containsExactly(
            "preflight", "fence", "mark", "drain", "verify", "seal", "record", "switch");
    assertThat(report.timeline().get(4).detail())
        .matches("changed-since-last-verify: [1-9]\\d* items compared, 0 differences");
    assertThat(report.writeDowntimeSeconds()).isPositive();
    assertThat(Files.readString(world.switched())).isEqualTo("switch\n");
    HandoverWorld.awaitPhase(pipeline, Phase.CUT_OVER);
    assertThat(pipeline.status().lag().seconds()).isZero();
    assertThat(world.differences()).isEmpty();
    verifyAfterwards(world, pipeline);
  }

  /** The source is fenced, so all is certain; but the target is the application's. */
  private static void verifyAfterwards(HandoverWorld world, PipelineControl pipeline) {
    AttributeValue key = AttributeValue.fromS("WRITTEN-BY-THE-APPLICATION");
    Map<String, AttributeValue> item = Map.of("pk", key, "sk", key);
    world.world().items().client().putItem(put -> put.tableName("bank").item(item));
    Verifications verifications = pipeline.verifications();
    VerifyReport report = VerifiedPipeline.verify(verifications, VerifyRequest.full());
    assertThat(report.found()).as("%s", report).isEqualTo(1);
    assertThat(report.doubtful()).isZero();

    RepairOrder order = new RepairOrder(false, true);
    assertThatThrownBy(
            () -> VerifiedPipeline.verify(verifications, VerifyRequest.full().withRepair(order)))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("REPAIR-AFTER-CUTOVER")
        .hasMessageContaining("by ann");
    VerifyReport forced =
        VerifiedPipeline.verify(verifications, VerifyRequest.full().withRepair(order.forced()));
    assertThat(forced.isRepaired()).as("%s", forced).isTrue();
    assertThat(VerifiedPipeline.verify(verifications, VerifyRequest.full()).isEqual()).isTrue();
  }

  /** The stand-in for a verification wants a source at rest. */
  private static void verifyQuietly(
      HandoverWorld world, PipelineControl pipeline, Application application) throws Exception {
    application.rest();
    world.verify(pipeline);
    application.goOn();
    awaitCommits(application, 20);
  }

  private static void refusesToRun(HandoverWorld world) throws Exception {
    try (PipelineControl pipeline = world.start()) {
      Optional<Problem> end = pipeline.awaitEnd();
      assertThat(end.orElseThrow().code()).isEqualTo("CUT-OVER");
      assertThat(end.orElseThrow().what()).contains("by ann");
    }
  }

  /** What is written after the cutover never arrives, but after a reopening it does. */
  private static void reopens(HandoverWorld world) throws Exception {
    Map<String, Map<String, Object>> before = items(world);
    world.unfenceByHand();
    world.write("INSERT INTO accounts VALUES (7001, 'eve', 1, null, null)");
    refusesToRun(world);
    assertThat(items(world)).isEqualTo(before);

    world.operations().reopen(world.config(), "ann");
    try (PipelineControl pipeline = world.streaming()) {
      assertThat(pipeline.awaitApplied(world.operations().sourceVersion(world.config()), LIMIT))
          .isTrue();
      assertThat(world.differences()).isEqualTo(List.of());
    }
  }

  private static Map<String, Map<String, Object>> items(HandoverWorld world) {
    return world.world().items().read(BANK.keys());
  }

  private static void awaitCommits(Application application, int more) {
    long before = application.committed();
    await().atMost(LIMIT).until(() -> application.committed() >= before + more);
  }
}
