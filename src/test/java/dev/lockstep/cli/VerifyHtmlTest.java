package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.verify.AttributeDifference;
import dev.lockstep.verify.AttributeDifference.Shown;
import dev.lockstep.verify.Finding;
import dev.lockstep.verify.Finding.Kind;
import dev.lockstep.verify.Finding.SourceRow;
import dev.lockstep.verify.RepairResult;
import dev.lockstep.verify.VerifyMode;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyReport.TableResult;
import dev.lockstep.verify.VerifyReport.TypeResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A report for people: on the terminal, and as one file. */
class VerifyHtmlTest {
  private static final ItemKey KEY =
      new ItemKey("shop", new Value.Text("C<1>"), new Value.Text("it's"));
  private static final VerifyReport REPORT =
      new VerifyReport(
          "7",
          "shop",
          VerifyMode.FULL,
          Outcome.DIFFERENT,
          null,
          "2026-11-28T17:00:00Z",
          "2026-11-28T17:01:00Z",
          60,
          "123",
          false,
          List.of(new TypeResult("order", "shop", 1_200, 9, 8, 0, 0, 3, 0, 0, 0, 0)),
          List.of(new TableResult("shop", 20, 1, 0)),
          30,
          12.5,
          List.of(
              new Finding(
                  Kind.DIFFERENT,
                  "order",
                  KEY,
                  new SourceRow("public.orders", List.of("1")),
                  "99",
                  null,
                  List.of(
                      new AttributeDifference("a.b", new Shown("S", "<b>"), new Shown("S", null)),
                      new AttributeDifference("c", new Shown("N", "1"), null)),
                  null)),
          List.of(),
          new RepairResult(true, 1, 0, 0, 0, List.of()));

  @Test
  void the_page_shows_everything_and_carries_nothing_out() {
    String page = VerifyHtml.page(REPORT, Path.of("lockstep.yaml"));
    assertThat(page)
        .contains("<td>order</td><td class=\"n\">1,200</td>")
        .contains("shop/C&lt;1&gt;,it&#39;s")
        .contains("<code>S &lt;b&gt;</code></td><td><code>S masked</code>")
        .contains("<span class=\"soft\">nothing</span>")
        .contains("1 of 3 shown")
        .contains("prefers-color-scheme: dark")
        .doesNotContain("<b>\n", "http://", "https://", "<script", "src=", "@import", "C<1>");
  }

  @Test
  void progress_is_a_line_with_the_time_that_is_left() {
    VerifyProgress progress =
        new VerifyProgress(
            "7",
            VerifyMode.FULL,
            VerifyProgress.State.RUNNING,
            VerifyProgress.Step.COMPARING,
            "2026-11-28T17:00:00Z",
            10,
            List.of(
                new VerifyProgress.TypeProgress("order", 1_300, 5_000L, 1_250, 1_234, 2, false)),
            0,
            null,
            2,
            0,
            0,
            123.4,
            30.0,
            null);
    assertThat(VerifyPage.progress(progress))
        .startsWith("comparing: 1,234 compared, 2 findings, 123 items/s, 30")
        .endsWith(" left");
  }

  @Test
  void the_terminal_shows_both_values_and_whole_commands() {
    assertThat(new VerifyPage(Path.of("my shop.yaml")).lines(REPORT))
        .containsExactly(
            "order: 1200 rows, 9 items, 8 compared, 0 missing, 0 extra, 3 different,"
                + " 0 wrong version, 0 unconfirmed",
            "",
            "different shop/C<1>,it's",
            "  a.b: S <b> in the source, S (masked) in the target",
            "  c: N 1 in the source, nothing in the target",
            "  $ lockstep explain --config 'my shop.yaml' --target-table shop --item 'C<1>'"
                + " --item 'it'\\''s'",
            "  $ lockstep verify --config 'my shop.yaml' --key 'shop,C<1>,it'\\''s' --repair",
            "and 2 more",
            "",
            "a repair would do: 1 put, 0 deleted, 0 right meanwhile, 0 left",
            "different");
  }
}
