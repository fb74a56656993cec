package dev.lockstep.daemon;

import static dev.lockstep.daemon.VerifiedPipeline.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.item.ItemKey;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.testing.servers.SourceServer;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyReport.TypeResult;
import dev.lockstep.verify.VerifyRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Whoever verifies what was changed finds all that is wrong with it, and reads nothing else. */
@ExtendWith(SharedSources.class)
class ChangedVerifyTest {
  private final SourceServer source;

  ChangedVerifyTest(SharedSources.Servers servers) {
    source = servers.get(Dbms.POSTGRES);
  }

  @Test
  void whatWasWrittenSinceEverythingWasRightIsCompared(@TempDir Path folder) throws Exception {
    try (VerifiedPipeline shop = new VerifiedPipeline(folder, source, "changed");
        PipelineControl pipeline = shop.start()) {
      shop.applied(pipeline);
      Verifications verifications = pipeline.verifications();
      assertThatThrownBy(() -> verify(verifications, VerifyRequest.changed()))
          .hasMessageContaining("VERIFY-NOTHING-REMEMBERED");
      assertThat(verify(verifications, VerifyRequest.full()).isEqual()).isTrue();

      Map<String, AttributeValue> deleted = shop.item("PRODUCT#13", "DETAILS");
      shop.change(
          "UPDATE products SET price = price + 1 WHERE id < 12",
          "DELETE FROM products WHERE id IN (13, 14)",
          "INSERT INTO products VALUES (300, 'new', 1), (301, 'new', 1)",
          "UPDATE orders SET note = 'changed' WHERE id = 7");
      shop.applied(pipeline);
      VerifyReport right = verify(verifications, VerifyRequest.changed());
      assertThat(right.outcome()).as("%s", right).isEqualTo(Outcome.EQUAL);
      assertThat(right.types().stream().mapToLong(TypeResult::compared).sum()).isEqualTo(15);
      assertThat(right.sourceRows()).isLessThan(30);
      assertThat(right.readUnits()).isLessThan(20);

      shop.set("PRODUCT#11", "DETAILS", "price", AttributeValue.fromN("0"));
      shop.put("PRODUCT#13", "DETAILS", deleted);
      shop.delete("PRODUCT#300", "DETAILS");
      shop.set("CUSTOMER#8", "PROFILE", "orders", AttributeValue.fromL(List.of()));
      shop.set("PRODUCT#20", "DETAILS", "price", AttributeValue.fromN("0"));
      assertThat(found(verify(verifications, VerifyRequest.changed())))
          .containsExactlyInAnyOrder(
              "DIFFERENT PRODUCT#11",
              "EXTRA PRODUCT#13",
              "MISSING PRODUCT#300",
              "DIFFERENT CUSTOMER#8");
      assertThat(found(verify(verifications, VerifyRequest.full())))
          .contains("DIFFERENT PRODUCT#20")
          .hasSize(5);
    }
  }

  private static List<String> found(VerifyReport report) {
    return report.findings().stream()
        .map(
            finding ->
                finding.kind()
                    + " "
                    + ItemKey.text(Objects.requireNonNull(finding.key()).partition()))
        .toList();
  }
}
