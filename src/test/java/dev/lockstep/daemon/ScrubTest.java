package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.ScrubProgress;
import dev.lockstep.verify.ScrubProgress.Difference;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running pipeline finds what is wrong by itself, and sees that it is gone; and it does not look
 * while something else goes first.
 */
@ExtendWith(SharedSources.class)
class ScrubTest {
  static final String FAST =
      "scrub: { chunk-rows: 60, source-rows-per-second: 100000, read-units-per-second: 100000 }";

  /** So that a verification is seen at work. */
  private static final String SLOWLY = "source-rows-per-second: 200";

  private static final List<Double> NOTHING = List.of(0.0, 0.0, 0.0);

  private final SharedSources.Servers servers;

  ScrubTest(SharedSources.Servers servers) {
    this.servers = servers;
  }

  @Test
  void everyMutationIsFoundAndGoneWithItsRepair(@TempDir Path folder) throws Exception {
    try (VerifiedPipeline shop =
            waiting(
                new VerifiedPipeline(folder, servers.get(Dbms.POSTGRES), "scrub", FAST, SLOWLY));
        PipelineControl pipeline = shop.begin()) {
      standsDownWhileItLoads(pipeline);
      shop.applied(pipeline);
      ScrubProgress clean = await(pipeline, scrub -> scrub.passes() > 0);
      assertThat(clean.open()).isEmpty();
      assertThat(clean.items()).isGreaterThanOrEqualTo(2 * 480);
      assertThat(clean.standing()).isNull();

      VerifyPipelineTest.spoil(shop);
      ScrubProgress found = await(pipeline, scrub -> scrub.differences() >= 14);
      assertThat(found.open())
          .extracting(each -> each.kind() + " " + each.key())
          .containsExactlyInAnyOrder(
              "different shop/PRODUCT#1,DETAILS",
              "different shop/PRODUCT#2,DETAILS",
              "different shop/PRODUCT#3,DETAILS",
              "different shop/PRODUCT#4,DETAILS",
              "different shop/CUSTOMER#8,ORDER#7",
              "missing shop/PRODUCT#5,DETAILS",
              "missing shop/CUSTOMER#9,PROFILE",
              "extra shop/PRODUCT#9999,DETAILS",
              "extra shop/PRODUCT#abc,DETAILS",
              "extra shop/STRANGER,X",
              "wrong-version shop/PRODUCT#6,DETAILS",
              "wrong-version shop/PRODUCT#7,DETAILS",
              "wrong-version shop/PRODUCT#8,DETAILS",
              "wrong-version shop/PRODUCT#10,DETAILS");
      assertThat(commandsOf(found, "shop/PRODUCT#5,DETAILS"))
          .containsExactly(
              "lockstep explain --target-table shop --item 'PRODUCT#5' --item DETAILS",
              "lockstep verify --key 'shop,PRODUCT#5,DETAILS' --repair");

      repairWhileItStandsDown(pipeline.verifications(), pipeline);
      ScrubProgress healed = await(pipeline, scrub -> scrub.differences() == 0);

      pipeline.steering().pause("ann", Steering.Pause.OPEN);
      Awaitility.await()
          .atMost(VerifiedPipeline.LIMIT)
          .until(() -> pipeline.status().phase() == Phase.PAUSED);
      assertThat(pipeline.status().scrub()).isNull();
      pipeline.steering().resume("ann");
      ScrubProgress resumed = await(pipeline, ScrubProgress::working);
      assertThat(resumed.passes()).isGreaterThanOrEqualTo(healed.passes());
      assertThat(resumed.passEnded()).isNotNull();
    }
  }

  /** Its load takes as long as it is let. */
  private static VerifiedPipeline waiting(VerifiedPipeline shop) {
    shop.throttle(5);
    return shop;
  }

  private static void standsDownWhileItLoads(PipelineControl pipeline) {
    ScrubProgress standing = await(pipeline, "the load is not complete");
    Awaitility.await()
        .atMost(VerifiedPipeline.LIMIT)
        .until(() -> pipeline.status().counters().writes() > 0);
    PipelineStatus loading = pipeline.status();
    assertThat(loading.phase()).isEqualTo(Phase.LOADING);
    assertThat(done(Objects.requireNonNull(loading.scrub()))).isEqualTo(done(standing));
    assertThat(done(standing)).isEqualTo(NOTHING);
    pipeline.steering().throttle("ann", new Steering.Throttle(null, null, true));
    VerifiedPipeline.awaitStreaming(pipeline);
  }

  private static void repairWhileItStandsDown(
      Verifications verifications, PipelineControl pipeline) {
    String id =
        verifications.start(VerifyRequest.full().withRepair(new RepairOrder(false, true))).id();
    ScrubProgress standing = await(pipeline, "a verification is under way");
    Awaitility.await()
        .atMost(VerifiedPipeline.LIMIT)
        .until(
            () -> {
              ScrubProgress now = Objects.requireNonNull(pipeline.status().scrub());
              boolean running = isRunning(verifications);
              assertThat(running ? done(now) : done(standing)).isEqualTo(done(standing));
              return !running;
            });
    assertThat(VerifiedPipeline.report(verifications, id).isRepaired()).isTrue();
  }

  private static boolean isRunning(Verifications verifications) {
    return verifications.progress().orElseThrow().state() == VerifyProgress.State.RUNNING;
  }

  /** What it has looked at and read. */
  static List<Double> done(ScrubProgress scrub) {
    return List.of((double) scrub.items(), (double) scrub.sourceRows(), scrub.readUnits());
  }

  static ScrubProgress await(PipelineControl pipeline, String standing) {
    return await(pipeline, scrub -> !scrub.working() && standing.equals(scrub.standing()));
  }

  static ScrubProgress await(PipelineControl pipeline, Predicate<ScrubProgress> state) {
    Awaitility.await()
        .atMost(VerifiedPipeline.LIMIT)
        .until(
            () -> {
              ScrubProgress scrub = RemappedPipeline.status(pipeline).scrub();
              return scrub != null && state.test(scrub);
            });
    return Objects.requireNonNull(pipeline.status().scrub());
  }

  private static List<String> commandsOf(ScrubProgress scrub, String key) {
    return scrub.open().stream()
        .filter(each -> each.key().equals(key))
        .map(Difference::commands)
        .findFirst()
        .orElseThrow();
  }
}
