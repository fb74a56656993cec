package dev.lockstep.cli;

import dev.lockstep.item.ItemKey;
import dev.lockstep.verify.AttributeDifference;
import dev.lockstep.verify.AttributeDifference.Shown;
import dev.lockstep.verify.Finding;
import dev.lockstep.verify.FindingCommands;
import dev.lockstep.verify.RepairResult;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.TableResult;
import dev.lockstep.verify.VerifyReport.TypeResult;
import dev.lockstep.verify.VerifyReport.Unconfirmed;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A verification's report as one HTML file that needs nothing beside itself. */
final class VerifyHtml {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>%s</title>
      <style>
      :root { color-scheme: light dark; --bg: #fff; --fg: #1c2128; --soft: #656d76; --line: #d8dee4;
        --panel: #f6f8fa; --good: #1a7f37; --bad: #cf222e; --open: #9a6700; }
      @media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --soft: #8b949e;
        --line: #30363d; --panel: #161b22; --good: #3fb950; --bad: #ff7b72; --open: #d29922; } }
      body { background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif;
        margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
      .equal { color: var(--good); } .different { color: var(--bad); } .incomplete { color: var(--open); }
      .soft { color: var(--soft); }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%%; }
      th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left;
        vertical-align: top; }
      th.n, td.n { text-align: right; font-variant-numeric: tabular-nums; }
      code, pre { background: var(--panel); border-radius: 4px; font: 13px ui-monospace, monospace;
        overflow-wrap: anywhere; padding: .1rem .3rem; white-space: pre-wrap; }
      article { border: 1px solid var(--line); border-radius: 6px; margin: .8rem 0; padding: .6rem .9rem; }
      </style>
      </head>
      <body>
      """;

  private final StringBuilder out = new StringBuilder();
  private final VerifyReport report;
  private final FindingCommands commands;

  private VerifyHtml(VerifyReport report, Path configuration) {
    this.report = report;
    this.commands = new FindingCommands(configuration.toString());
  }

  static String page(VerifyReport report, Path configuration) {
    return new VerifyHtml(report, configuration).page();
  }

  private String page() {
    out.append(HEAD.formatted(escaped("Verification of " + report.pipeline())));
    head();
    types();
    tables();
    findings();
    unconfirmed();
    repair();
    return out.append("</body>\n</html>\n").toString();
  }

  private void head() {
    String outcome = word(report.outcome());
    out.append("<h1>").append(escaped(report.pipeline())).append(": <span class=\"");
    out.append(outcome).append("\">").append(outcome).append("</span></h1>\n");
    if (report.reason() != null) {
      out.append("<p>").append(escaped(report.reason())).append("</p>\n");
    }
    String facts =
        "%s · %s to %s · %.0f s · %d source rows · %.0f read units · position %s · %s"
            .formatted(
                word(report.mode()),
                report.started(),
                report.ended(),
                report.seconds(),
                report.sourceRows(),
                report.readUnits(),
                report.position(),
                report.id());
    out.append("<p class=\"soft\">").append(escaped(facts)).append("</p>\n");
  }

  private void types() {
    begin(
        "Item types",
        "item type",
        "rows",
        "items",
        "compared",
        "missing",
        "extra",
        "different",
        "wrong version",
        "ambiguous",
        "unmappable",
        "unconfirmed");
    for (TypeResult type : report.types()) {
      row(
          type.itemType(),
          type.rows(),
          type.items(),
          type.compared(),
          type.missing(),
          type.extra(),
          type.different(),
          type.wrongVersion(),
          type.ambiguous(),
          type.unmappable(),
          type.unconfirmed());
    }
    end();
  }

  private void tables() {
    begin("Target tables", "table", "items seen", "tombstones", "extra, of no item type");
    for (TableResult table : report.tables()) {
      row(table.table(), table.scanned(), table.tombstones(), table.extra());
    }
    end();
  }

  private void begin(String title, String first, String... numbers) {
    out.append("<h2>").append(title).append("</h2>\n<div class=\"wide\"><table><tr><th>");
    out.append(first).append("</th>");
    for (String number : numbers) {
      out.append("<th class=\"n\">").append(number).append("</th>");
    }
    out.append("</tr>\n");
  }

  private void row(String name, long... numbers) {
    out.append("<tr><td>").append(escaped(name)).append("</td>");
    for (long number : numbers) {
      out.append("<td class=\"n\">").append(String.format(Locale.ROOT, "%,d", number));
      out.append("</td>");
    }
    out.append("</tr>\n");
  }

  private void end() {
    out.append("</table></div>\n");
  }

  private void findings() {
    if (report.findings().isEmpty()) {
      return;
    }
    out.append("<h2>Findings</h2>\n<p class=\"soft\">");
    out.append(report.findings().size()).append(" of ").append(report.found());
    out.append(" shown</p>\n");
    report.findings().forEach(this::finding);
  }

  private void finding(Finding finding) {
    ItemKey key = finding.key();
    Object where = key == null ? finding.row() : key;
    out.append("<article><b>").append(word(finding.kind())).append("</b> <code>");
    out.append(escaped(String.valueOf(where))).append("</code>");
    if (finding.itemType() != null) {
      out.append(" <span class=\"soft\">").append(escaped(finding.itemType())).append("</span>");
    }
    if (finding.versionFault() != null) {
      String version = finding.storedVersion() == null ? "" : " " + finding.storedVersion();
      out.append("<br>_v: ").append(escaped(word(finding.versionFault()) + version));
    }
    if (finding.problem() != null) {
      out.append("<br>").append(escaped(finding.problem().toString()));
    }
    differences(finding.differences());
    out.append("<pre>");
    commands.of(finding).forEach(command -> out.append(escaped(command)).append('\n'));
    out.append("</pre></article>\n");
  }

  private void differences(List<AttributeDifference> differences) {
    if (differences.isEmpty()) {
      return;
    }
    out.append("<div class=\"wide\"><table><tr><th>attribute</th><th>source</th><th>target</th>");
    out.append("</tr>\n");
    for (AttributeDifference difference : differences) {
      out.append("<tr><td><code>").append(escaped(difference.path())).append("</code></td><td>");
      out.append(shown(difference.expected())).append("</td><td>");
      out.append(shown(difference.stored())).append("</td></tr>\n");
    }
    end();
  }

  private static String shown(@Nullable Shown value) {
    if (value == null) {
      return "<span class=\"soft\">nothing</span>";
    }
    String text = value.text() == null ? "masked" : value.text();
    return "<code>" + escaped(value.type() + " " + text) + "</code>";
  }

  private void unconfirmed() {
    if (report.unconfirmed().isEmpty()) {
      return;
    }
    out.append("<h2>Could not be told</h2>\n<ul>\n");
    for (Unconfirmed each : report.unconfirmed()) {
      out.append("<li><code>").append(escaped(each.key())).append("</code> ");
      out.append(escaped(each.reason())).append("</li>\n");
    }
    out.append("</ul>\n");
  }

  private void repair() {
    RepairResult repair = report.repair();
    if (repair == null) {
      return;
    }
    out.append("<h2>Repair</h2>\n<p>");
    out.append(escaped(VerifyPage.summary(repair))).append("</p>\n<ul>\n");
    for (RepairResult.Repaired each : repair.examples()) {
      out.append("<li><code>").append(escaped(String.valueOf(each.key()))).append("</code> ");
      out.append(word(each.action()));
      out.append(each.reason() == null ? "" : ": " + escaped(each.reason())).append("</li>\n");
    }
    out.append("</ul>\n");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
