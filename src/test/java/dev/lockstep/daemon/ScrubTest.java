package dev.lockstep.daemon;

import static dev.lockstep.daemon.VerifiedPipeline.verify;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.ScrubProgress;
import dev.lockstep.verify.ScrubProgress.Difference;
import dev.lockstep.verify.VerifyRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A running pipeline finds what is wrong by itself, and sees that it is gone. */
@ExtendWith(SharedSources.class)
class ScrubTest {
  static final String FAST =
      "scrub: { chunk-rows: 60, source-rows-per-second: 100000, read-units-per-second: 100000 }";

  private final SharedSources.Servers servers;

  ScrubTest(SharedSources.Servers servers) {
    this.servers = servers;
  }

  @Test
  void everyMutationIsFoundAndGoneWithItsRepair(@TempDir Path folder) throws Exception {
    try (VerifiedPipeline shop =
            new VerifiedPipeline(folder, servers.get(Dbms.POSTGRES), "scrub", FAST);
        PipelineControl pipeline = shop.start()) {
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

      verify(
          pipeline.verifications(), VerifyRequest.full().withRepair(new RepairOrder(false, true)));
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
