package dev.lockstep.daemon;

import static dev.lockstep.daemon.VerifiedPipeline.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.testing.servers.SourceServer;
import dev.lockstep.verify.Finding;
import dev.lockstep.verify.SampleSize;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyReport.TypeResult;
import dev.lockstep.verify.VerifyRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A verification finds every way in which a target can be wrong, and nothing else. */
@ParameterizedClass
@EnumSource(Dbms.class)
@ExtendWith(SharedSources.class)
class VerifyPipelineTest {
  /** What {@link #spoil} does, as it is found. */
  static final List<String> SPOILED =
      List.of(
          "DIFFERENT product PRODUCT#1 null price",
          "DIFFERENT product PRODUCT#2 null price",
          "DIFFERENT product PRODUCT#3 null name",
          "DIFFERENT product PRODUCT#4 null surplus",
          "DIFFERENT order CUSTOMER#8 null lines[1].quantity",
          "MISSING product PRODUCT#5 null ",
          "MISSING customer CUSTOMER#9 null ",
          "EXTRA product PRODUCT#9999 null ",
          "EXTRA null PRODUCT#abc ABSENT ",
          "EXTRA null STRANGER ABSENT ",
          "WRONG_VERSION product PRODUCT#6 OLDER_THAN_LOAD ",
          "WRONG_VERSION product PRODUCT#7 AHEAD_OF_SOURCE ",
          "WRONG_VERSION product PRODUCT#8 ABSENT ",
          "WRONG_VERSION product PRODUCT#10 NOT_A_NUMBER ");

  private final SourceServer source;
  private VerifiedPipeline shop;

  VerifyPipelineTest(Dbms dbms, SharedSources.Servers servers) {
    source = servers.get(dbms);
  }

  @BeforeEach
  void fill(TestInfo test, @TempDir Path folder) throws Exception {
    shop = new VerifiedPipeline(folder, source, test.getDisplayName());
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void everyMutationIsFoundExactlyAndNothingElse() throws Exception {
    try (PipelineControl pipeline = shop.start()) {
      shop.applied(pipeline);
      Verifications verifications = pipeline.verifications();
      VerifyReport equal = verify(verifications, VerifyRequest.full());
      assertThat(equal.outcome()).as("%s", equal).isEqualTo(Outcome.EQUAL);
      assertThat(equal.types())
          .extracting(
              TypeResult::itemType, TypeResult::rows, TypeResult::items, TypeResult::compared)
          .containsExactly(
              tuple("product", 250L, 250L, 250L),
              tuple("customer", 50L, 50L, 50L),
              tuple("order", 200L, 180L, 180L));
      assertThat(equal.tables().get(0).scanned()).isEqualTo(480);

      spoil(shop);

      VerifyReport report = verify(verifications, VerifyRequest.full());
      assertThat(report.outcome()).isEqualTo(Outcome.DIFFERENT);
      assertThat(report.unconfirmed()).isEmpty();
      assertThat(shown(report)).containsExactlyInAnyOrderElementsOf(SPOILED);
      assertThat(report.found()).isEqualTo(14);
      assertThat(report.types().get(0).extra()).isEqualTo(1);
      assertThat(report.tables().get(0).extra()).isEqualTo(2);
      assertThat(verifications.report(report.id())).contains(report);
      assertThat(verifications.reports(5)).hasSize(2).first().isEqualTo(report);
      masked(report);

      otherModes(verifications);
    }
  }

  private static void otherModes(Verifications verifications) {
    assertThat(keysOf(verify(verifications, VerifyRequest.counts())))
        .containsExactlyInAnyOrder(
            "MISSING PRODUCT#5",
            "MISSING CUSTOMER#9",
            "EXTRA PRODUCT#9999",
            "EXTRA PRODUCT#abc",
            "EXTRA STRANGER");
    assertThat(
            keysOf(
                verify(
                    verifications,
                    VerifyRequest.keys(
                        List.of(
                            key("PRODUCT#1", "DETAILS"),
                            key("PRODUCT#5", "DETAILS"),
                            key("PRODUCT#100", "DETAILS"),
                            key("NOBODY", "X"))))))
        .containsExactlyInAnyOrder("DIFFERENT PRODUCT#1", "MISSING PRODUCT#5");
    VerifyReport early = verify(verifications, VerifyRequest.full().withMaxDifferences(1));
    assertThat(early.outcome()).isEqualTo(Outcome.DIFFERENT);
    assertThat(early.reason()).contains("1 differences");
    VerifyReport sample = verify(verifications, VerifyRequest.sample(SampleSize.ofRows(1_000, 1)));
    assertThat(sample.types()).extracting(TypeResult::rows).containsExactly(250L, 50L, 200L);
    assertThat(sample.found()).isEqualTo(11);
  }

  /** Every way to be wrong. */
  static void spoil(VerifiedPipeline shop) {
    shop.set("PRODUCT#1", "DETAILS", "price", AttributeValue.fromN("1.000000001"));
    shop.set("PRODUCT#2", "DETAILS", "price", AttributeValue.fromS("2"));
    shop.set("PRODUCT#3", "DETAILS", "name", AttributeValue.fromS("PRODUCT 3"));
    shop.set("PRODUCT#4", "DETAILS", "surplus", AttributeValue.fromBool(true));
    nested(shop);
    shop.delete("PRODUCT#5", "DETAILS");
    shop.delete("CUSTOMER#9", "PROFILE");
    Map<String, AttributeValue> copy = shop.item("PRODUCT#11", "DETAILS");
    copy.put("pk", AttributeValue.fromS("PRODUCT#9999"));
    shop.put(copy);
    shop.put("PRODUCT#abc", "DETAILS", Map.of());
    shop.put("STRANGER", "X", Map.of("a", AttributeValue.fromS("b")));
    shop.set("PRODUCT#6", "DETAILS", "_v", AttributeValue.fromN("17"));
    shop.set("PRODUCT#7", "DETAILS", "_v", AttributeValue.fromN("9".repeat(31)));
    Map<String, AttributeValue> bare = shop.item("PRODUCT#8", "DETAILS");
    bare.remove("_v");
    shop.put(bare);
    shop.set("PRODUCT#10", "DETAILS", "_v", AttributeValue.fromS("ten"));
  }

  private static void nested(VerifiedPipeline shop) {
    Map<String, AttributeValue> order = shop.item("CUSTOMER#8", "ORDER#7");
    List<AttributeValue> lines = new ArrayList<>(Objects.requireNonNull(order.get("lines")).l());
    Map<String, AttributeValue> line = new HashMap<>(lines.get(1).m());
    line.put("quantity", AttributeValue.fromN("77"));
    lines.set(1, AttributeValue.fromM(line));
    shop.set("CUSTOMER#8", "ORDER#7", "lines", AttributeValue.fromL(lines));
  }

  private static void masked(VerifyReport report) {
    for (Finding finding : report.findings()) {
      finding
          .differences()
          .forEach(
              difference -> {
                boolean masked = difference.path().equals("name");
                assertThat(
                        difference.expected() == null || difference.expected().masked() == masked)
                    .as("%s", difference)
                    .isTrue();
              });
    }
    assertThat(report.toString()).doesNotContain("PRODUCT 3");
  }

  static List<String> shown(VerifyReport report) {
    return report.findings().stream()
        .map(
            finding ->
                finding.kind()
                    + " "
                    + finding.itemType()
                    + " "
                    + partition(finding)
                    + " "
                    + finding.versionFault()
                    + " "
                    + String.join(",", finding.differences().stream().map(d -> d.path()).toList()))
        .toList();
  }

  private static List<String> keysOf(VerifyReport report) {
    return report.findings().stream()
        .map(finding -> finding.kind() + " " + partition(finding))
        .toList();
  }

  private static String partition(Finding finding) {
    return ItemKey.text(Objects.requireNonNull(finding.key()).partition());
  }

  private static ItemKey key(String pk, String sk) {
    return new ItemKey("shop", new Value.Text(pk), new Value.Text(sk));
  }
}
