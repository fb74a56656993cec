package dev.lockstep.daemon;

import static dev.lockstep.daemon.HandoverWorld.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.VerifyScope;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.verify.ScrubProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Whatever fails in a cutover, it is taken back: the source is writable, streaming goes on. */
class HandoverFailuresTest {
  private static final String NOTHING = "shell: \"true\"\n";
  private static final String SCRUB = "verify:\n  " + ScrubTest.FAST + "\n";
  private static final String HANDED_OVER = "a cutover or a rehearsal is under way";
  private static final Map<String, AttributeValue> STRANGER =
      Map.of(
          "pk", AttributeValue.builder().s("X").build(),
          "sk", AttributeValue.builder().s("Y").build());

  private static HandoverWorld world;
  private static int written = 5_000;

  private Path fenced = Path.of("");

  @BeforeAll
  static void startServers(@TempDir Path dir) throws Exception {
    world = new HandoverWorld(dir, Dbms.POSTGRES);
  }

  @AfterAll
  static void stopServers() {
    world.close();
  }

  /** The fence of these tests is a file. */
  @BeforeEach
  void noFence(@TempDir Path dir) {
    fenced = dir.resolve("fenced");
  }

  private String fence() {
    return "shell: touch " + fenced + "\n";
  }

  private String unfence() {
    return "shell: rm -f " + fenced + "\n";
  }

  @AfterEach
  void isWritable() {
    assertThat(fenced).doesNotExist();
  }

  @Test
  void aFenceThatFails() throws Exception {
    world.configure("shell: exit 3\n", unfence(), NOTHING);
    rollsBack("fence", "HOOK-FAILED");
  }

  @Test
  void aSwitchThatFailsTakesTheRecordBackToo() throws Exception {
    world.configure(fence(), unfence(), "shell: echo no route; exit 1\n");
    rollsBack("switch", "HOOK-FAILED");
  }

  @Test
  void anItemThatDiffers() throws Exception {
    world.configure(fence(), unfence(), NOTHING);
    try (PipelineControl pipeline = world.streaming()) {
      world.verify(pipeline);
      Handover.Order everything = new Handover.Order("ann", VerifyScope.FULL, false, null);
      world.world().items().client().putItem(put -> put.tableName("bank").item(STRANGER));
      isRolledBack(HandoverWorld.cutOver(pipeline, everything), "verify", "CUTOVER-DIFFERENCES");
      world.world().items().client().deleteItem(delete -> delete.tableName("bank").key(STRANGER));
      goesOn(pipeline);
    }
  }

  @Test
  void aTimeThatIsOver() throws Exception {
    world.configure("shell: touch " + fenced + "; sleep 2\n", unfence(), NOTHING);
    try (PipelineControl pipeline = world.streaming()) {
      world.verify(pipeline);
      Handover.Order order =
          new Handover.Order("ann", VerifyScope.SAMPLE, false, Duration.ofSeconds(1));
      isRolledBack(HandoverWorld.cutOver(pipeline, order), "mark", "CUTOVER-TIMEOUT");
      goesOn(pipeline);
    }
  }

  /** Rows are changed, though no item differs. */
  @Test
  void aFenceThatLeaks() throws Exception {
    world.configure(fence(), unfence(), NOTHING);
    world.write("INSERT INTO accounts VALUES (4999, 'leak', 1, null, null)");
    try (PipelineControl pipeline = world.streaming()) {
      world.verify(pipeline);
      AtomicBoolean over = new AtomicBoolean();
      Thread leak = new Thread(() -> leak(over), "leak");
      leak.start();
      CutoverReport report = HandoverWorld.cutOver(pipeline, HandoverWorld.order());
      over.set(true);
      leak.join();
      isRolledBack(report, "seal", "CUTOVER-FENCE-BROKEN");
      goesOn(pipeline);
    }
  }

  private static void leak(AtomicBoolean over) {
    while (!over.get()) {
      await().pollDelay(Duration.ofMillis(50)).until(() -> true);
      try {
        world.write("UPDATE accounts SET balance = balance WHERE id = 4999");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aSwitchOfWhichNobodyKnowsWaitsForAnOperator() throws Exception {
    world.configure(fence(), unfence(), "shell: sleep 60\n", "  hook-timeout: 1s\n", SCRUB);
    try (PipelineControl pipeline = world.streaming()) {
      world.verify(pipeline);
      ScrubTest.await(pipeline, ScrubProgress::working);
      CutoverReport report = HandoverWorld.cutOver(pipeline, HandoverWorld.order());
      assertThat(report.status()).isEqualTo("switch-unknown");
      assertThat(pipeline.status().phase()).isEqualTo(Phase.CUT_OVER);
      assertThat(fenced).exists();
      ScrubTest.await(pipeline, HANDED_OVER);
    }
    try (PipelineControl pipeline = world.start()) {
      HandoverWorld.awaitPhase(pipeline, Phase.CUT_OVER);
      assertThat(pipeline.status().scrub()).isNull();
      pipeline.handover().abort("bob");
      CutoverReport report = HandoverWorld.awaitDecided(pipeline);
      isRolledBack(report, "switch", "CUTOVER-ABORTED");
      HandoverWorld.awaitPhase(pipeline, Phase.STREAMING);
      ScrubTest.await(pipeline, ScrubProgress::working);
      goesOn(pipeline);
    }
  }

  @Test
  void aDaemonThatEndsWhileTheSourceIsFenced() throws Exception {
    world.configure("shell: touch " + fenced + "; sleep 60\n", unfence(), NOTHING, SCRUB);
    try (PipelineControl pipeline = world.streaming()) {
      world.verify(pipeline);
      pipeline.handover().cutOver(HandoverWorld.order());
      await().atMost(LIMIT).until(() -> Files.exists(fenced));
      noScrubWhileFenced(pipeline);
    }
    try (PipelineControl pipeline = world.streaming()) {
      isRolledBack(HandoverWorld.awaitDecided(pipeline), "fence", "CUTOVER-FENCE-UNKNOWN");
      ScrubTest.await(pipeline, ScrubProgress::working);
      goesOn(pipeline);
    }
  }

  private static void noScrubWhileFenced(PipelineControl pipeline) throws Exception {
    ScrubProgress standing = ScrubTest.await(pipeline, HANDED_OVER);
    assertThat(pipeline.status().phase()).isEqualTo(Phase.DRAINING);
    write();
    assertThat(pipeline.awaitApplied(world.operations().sourceVersion(world.config()), LIMIT))
        .isTrue();
    ScrubProgress still = Objects.requireNonNull(pipeline.status().scrub());
    assertThat(ScrubTest.done(still)).isEqualTo(ScrubTest.done(standing));
  }

  private static void rollsBack(String step, String code) throws Exception {
    try (PipelineControl pipeline = world.streaming()) {
      world.verify(pipeline);
      isRolledBack(HandoverWorld.cutOver(pipeline, HandoverWorld.order()), step, code);
      goesOn(pipeline);
    }
  }

  private static void isRolledBack(CutoverReport report, String step, String code) {
    assertThat(report.status()).as("%s", report).isEqualTo("rolled-back");
    assertThat(Objects.requireNonNull(report.failure()).step()).as("%s", report).isEqualTo(step);
    assertThat(report.failure().code()).isEqualTo(code);
  }

  /** What is written after it arrives. */
  private static void goesOn(PipelineControl pipeline) throws Exception {
    write();
    assertThat(pipeline.awaitApplied(world.operations().sourceVersion(world.config()), LIMIT))
        .isTrue();
    assertThat(pipeline.status().phase()).isEqualTo(Phase.STREAMING);
    assertThat(world.differences()).isEmpty();
  }

  private static void write() throws Exception {
    written++;
    world.write("INSERT INTO accounts VALUES (" + written + ", 'eve', 1, null, null)");
  }
}
