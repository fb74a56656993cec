package dev.lockstep.daemon;

import static dev.lockstep.daemon.VerifiedPipeline.verify;
import static dev.lockstep.daemon.VerifyPipelineTest.SPOILED;
import static dev.lockstep.daemon.VerifyPipelineTest.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.testing.servers.SourceServer;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.RepairResult;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * While nobody applies changes, what differs is told exactly as long as nothing waits for it in the
 * source's log, and is set right under the lease.
 */
@ParameterizedClass
@EnumSource(Dbms.class)
@ExtendWith(SharedSources.class)
class StoppedVerifyTest {
  private static final RepairOrder WRITE = new RepairOrder(false, true);

  private final SourceServer source;

  StoppedVerifyTest(Dbms dbms, SharedSources.Servers servers) {
    source = servers.get(dbms);
  }

  @Test
  void aPipelineThatIsStoppedOrPausedIsVerifiedAndRepaired(@TempDir Path folder) throws Exception {
    try (VerifiedPipeline shop = new VerifiedPipeline(folder, source, "stopped")) {
      try (PipelineControl pipeline = shop.start()) {
        shop.applied(pipeline);
        VerifyPipelineTest.spoil(shop);
      }
      stopped(shop);
      try (PipelineControl pipeline = shop.start()) {
        shop.applied(pipeline);
        paused(shop, pipeline);
      }
    }
  }

  private static void stopped(VerifiedPipeline shop) throws Exception {
    try (Verifications alone = shop.alone()) {
      VerifyReport quiet = verify(alone, VerifyRequest.full());
      assertThat(quiet.unconfirmed()).isEmpty();
      assertThat(shown(quiet)).containsExactlyInAnyOrderElementsOf(SPOILED);

      shop.change("UPDATE products SET price = price + 1 WHERE id = 12");
      List<String> certain =
          SPOILED.stream().filter(finding -> !finding.contains(" product ")).toList();
      VerifyReport waiting = verify(alone, VerifyRequest.full());
      assertThat(shown(waiting)).containsExactlyInAnyOrderElementsOf(certain);
      assertThat(waiting.doubtful()).isEqualTo(SPOILED.size() - certain.size() + 1);
      assertThat(waiting.unconfirmed().get(0).reason()).contains("wait in the source's log");

      RepairResult repaired = repaired(alone, WRITE);
      assertThat(repaired.put() + repaired.deleted()).isEqualTo(certain.size());
      assertThat(repaired.left()).isZero();
      assertThat(shown(verify(alone, VerifyRequest.full()))).isEmpty();
      assertThat(shop.item("CUSTOMER#9", "PROFILE")).isNotEmpty();
      assertThat(shop.item("STRANGER", "X")).isEmpty();
    }
  }

  private static void paused(VerifiedPipeline shop, PipelineControl pipeline) throws Exception {
    pipeline.steering().pause("ann", Steering.Pause.OPEN);
    awaitPhase(pipeline, Phase.PAUSED);
    Verifications verifications = pipeline.verifications();
    assertThat(verifications.reports(10)).isNotEmpty();
    List<String> products =
        SPOILED.stream().filter(finding -> finding.contains(" product ")).toList();
    assertThat(shown(verify(verifications, VerifyRequest.full())))
        .containsExactlyInAnyOrderElementsOf(products);

    VerifyReport slow =
        verify(verifications, VerifyRequest.full().withRepair(WRITE.withMaxWriteUnits(4)));
    RepairResult repaired = Objects.requireNonNull(slow.repair());
    assertThat(repaired.put() + repaired.deleted()).isEqualTo(products.size());
    assertThat(slow.seconds()).isGreaterThan(1);
    assertThat(verify(verifications, VerifyRequest.full()).outcome()).isEqualTo(Outcome.EQUAL);

    pipeline.steering().resume("ann");
    awaitPhase(pipeline, Phase.STREAMING);
    shop.change("UPDATE products SET price = 4711 WHERE id IN (7, 10)");
    shop.applied(pipeline);
    assertThat(shop.item("PRODUCT#7", "DETAILS"))
        .containsEntry("price", AttributeValue.fromN("4711"));
    assertThat(verify(pipeline.verifications(), VerifyRequest.full()).outcome())
        .isEqualTo(Outcome.EQUAL);
  }

  private static RepairResult repaired(Verifications verifications, RepairOrder order) {
    VerifyReport report = verify(verifications, VerifyRequest.full().withRepair(order));
    return Objects.requireNonNull(report.repair());
  }

  private static void awaitPhase(PipelineControl pipeline, Phase phase) {
    Awaitility.await()
        .atMost(VerifiedPipeline.LIMIT)
        .until(() -> RemappedPipeline.status(pipeline).phase() == phase);
  }
}
