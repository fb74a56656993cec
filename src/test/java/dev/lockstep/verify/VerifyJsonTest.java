package dev.lockstep.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.AttributeDifference.Shown;
import dev.lockstep.verify.Finding.Kind;
import dev.lockstep.verify.Finding.SourceRow;
import dev.lockstep.verify.Finding.VersionFault;
import dev.lockstep.verify.RepairResult.Action;
import dev.lockstep.verify.RepairResult.Repaired;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyProgress.Step;
import dev.lockstep.verify.VerifyProgress.TypeProgress;
import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyReport.TableResult;
import dev.lockstep.verify.VerifyReport.TypeResult;
import dev.lockstep.verify.VerifyReport.Unconfirmed;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerifyJsonTest {
  private static final ItemKey KEY =
      new ItemKey("shop", new Value.Text("CUSTOMER#1"), new Value.Num("7"));
  private static final ItemKey BINARY_KEY =
      new ItemKey(
          "shop",
          new Value.Binary(ByteBuffer.wrap(new byte[] {1, (byte) 200}).asReadOnlyBuffer()),
          null);

  @Test
  void requestsComeBackAsTheyWere() {
    assertComesBack(VerifyRequest.full(), VerifyRequest.class);
    assertComesBack(
        VerifyRequest.counts().withItemTypes(List.of("order")).withMaxDifferences(3),
        VerifyRequest.class);
    assertComesBack(
        VerifyRequest.sample(SampleSize.ofPercent(2.5, 7)).withConsistentReads(),
        VerifyRequest.class);
    assertComesBack(VerifyRequest.keys(List.of(KEY, BINARY_KEY)), VerifyRequest.class);
    assertComesBack(VerifyRequest.resuming("20261128T175459-1"), VerifyRequest.class);
  }

  @Test
  void aRequestNeedsNoMoreThanItsMode() {
    assertThat(VerifyJson.read("{\"mode\":\"full\"}", VerifyRequest.class))
        .isEqualTo(VerifyRequest.full());
    assertThat(
            VerifyJson.read(
                "{\"mode\":\"sample\",\"sample\":{\"rows\":10,\"seed\":1}}", VerifyRequest.class))
        .isEqualTo(VerifyRequest.sample(SampleSize.ofRows(10, 1)));
  }

  @Test
  void whatIsNoRequestIsRefused() {
    for (String wrong :
        List.of(
            "{}",
            "[]",
            "{\"mode\":\"some\"}",
            "{\"mode\":\"sample\"}",
            "{\"mode\":\"keys\",\"keys\":[]}",
            "{\"mode\":\"keys\",\"keys\":[{\"table\":\"shop\"}]}",
            "{\"mode\":\"keys\",\"keys\":[{\"table\":\"shop\",\"partition\":\"C#1\"}]}",
            "{\"mode\":\"keys\",\"keys\":[{\"table\":\"shop\",\"partition\":{\"N\":7}}]}",
            "{\"mode\":\"keys\",\"keys\":[{\"table\":\"shop\",\"partition\":{\"BOOL\":\"1\"}}]}",
            "{\"mode\":\"keys\",\"keys\":[{\"table\":\"shop\",\"partition\":{\"B\":\"#\"}}]}",
            "{\"mode\":\"sample\",\"sample\":{\"rows\":0}}")) {
      assertThatThrownBy(() -> VerifyJson.read(wrong, VerifyRequest.class))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void progressAndReportsComeBackAsTheyWere() {
    Problem problem = Problem.error(Category.SOURCE, "SOURCE-TIMEOUT", "slow", null, "wait");
    assertComesBack(
        new VerifyProgress(
            "1",
            VerifyMode.FULL,
            State.FAILED,
            Step.COMPARING,
            "2026-11-28T17:54:59Z",
            1.5,
            List.of(new TypeProgress("order", 5, null, 4, 3, 1, false)),
            9,
            null,
            1,
            0,
            2,
            3.5,
            null,
            problem),
        VerifyProgress.class);
    VerifyReport report = report(problem);
    assertComesBack(report, VerifyReport.class);
    assertThat(VerifyJson.reports("[" + VerifyJson.compact(report) + "]")).containsExactly(report);
    assertThat(report.found()).isEqualTo(2 + 3 + 4 + 5 + 6 + 7 + 8);
  }

  /** States and reports are stored, and requests come over the network. */
  @Test
  void keysAreWrittenAsTheyAlwaysWere() {
    assertThat(VerifyJson.compact(KEY))
        .isEqualTo(
            "{\"table\":\"shop\",\"partition\":{\"S\":\"CUSTOMER#1\"},\"sort\":{\"N\":\"7\"}}");
    assertThat(VerifyJson.compact(BINARY_KEY))
        .isEqualTo("{\"table\":\"shop\",\"partition\":{\"B\":\"Acg=\"},\"sort\":null}");
    assertThat(VerifyJson.read("{\"table\":\"t\",\"partition\":{\"N\":\"5\"}}", ItemKey.class))
        .isEqualTo(new ItemKey("t", new Value.Num("5"), null));
  }

  @Test
  void wordsAreInLowerCaseWithDashes() {
    assertThat(VerifyJson.compact(report(null)))
        .contains("\"wrong-version\"", "\"ahead-of-source\"", "\"different\"");
  }

  private static VerifyReport report(@Nullable Problem problem) {
    return new VerifyReport(
        "1",
        "shop",
        VerifyMode.FULL,
        Outcome.DIFFERENT,
        "stopped",
        "2026-11-28T17:54:59Z",
        "2026-11-28T17:55:59Z",
        60,
        "123",
        true,
        List.of(new TypeResult("order", "shop", 10, 9, 8, 2, 3, 4, 5, 6, 7, 1)),
        List.of(new TableResult("shop", 20, 1, 8)),
        30,
        12.5,
        List.of(
            new Finding(
                Kind.WRONG_VERSION,
                "order",
                KEY,
                new SourceRow("public.orders", List.of("1")),
                "99",
                VersionFault.AHEAD_OF_SOURCE,
                List.of(new AttributeDifference("a[0].b", new Shown("S", "1"), null)),
                problem)),
        List.of(new Unconfirmed(null, "shop/1", "it changes all the time")),
        new RepairResult(
            false, 1, 2, 3, 4, List.of(new Repaired(KEY, Action.LEFT, "several rows make it"))));
  }

  private static <T> void assertComesBack(T value, Class<T> type) {
    assertThat(VerifyJson.read(VerifyJson.compact(value), type)).isEqualTo(value);
    assertThat(VerifyJson.read(VerifyJson.indented(value), type)).isEqualTo(value);
  }
}
