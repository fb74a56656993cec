package dev.lockstep.cli;

import dev.lockstep.demo.DemoListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows how the demo goes: on a terminal one line that is redrawn, into a file or pipe a line every
 * other second. With JSON asked for, on standard error, so that standard output holds the answer
 * alone.
 */
final class DemoScreen implements DemoListener {
  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final long FRAME_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LINE_NANOS = Duration.ofSeconds(2).toNanos();
  private static final int RESULT_WIDTH = 58;
  private static final int BAR_WIDTH = 16;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final PrintWriter to;
  private final boolean redraw;
  private long lastNanos;
  private int frame;

  DemoScreen(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.to = json ? terminal.err() : terminal.out();
    this.redraw = terminal.isInteractive() && !json;
  }

  void title(String source, long seed) {
    line("");
    line(
        terminal.bold("Lockstep demo")
            + "  a shop in "
            + source
            + ", kept in lockstep in DynamoDB  "
            + terminal.dim("seed " + seed));
    line("");
  }

  @Override
  public void begin(Stage stage) {
    lastNanos = System.nanoTime();
    if (redraw) {
      draw(name(stage) + terminal.dim("…"));
    }
  }

  @Override
  public void progress(Progress progress) {
    long now = System.nanoTime();
    if (now - lastNanos < (redraw ? FRAME_NANOS : LINE_NANOS)) {
      return;
    }
    lastNanos = now;
    if (redraw) {
      frame++;
      draw(name(progress.stage()) + bar(progress) + "  " + numbers(progress));
    } else {
      line("  " + name(progress.stage()) + numbers(progress));
    }
  }

  private void draw(String text) {
    char sign = SPINNER.charAt(frame % SPINNER.length());
    to.print(CLEAR_LINE + terminal.cyan(String.valueOf(sign)) + " " + text);
    to.flush();
  }

  private static String bar(Progress progress) {
    long goal = Math.max(1, progress.goal());
    return Quantities.bar(progress.followed() / (double) goal, BAR_WIDTH);
  }

  private static String numbers(Progress progress) {
    String followed = Quantities.count(progress.followed());
    String lag = Quantities.seconds(progress.status().lag().seconds());
    return switch (progress.stage()) {
      case LOAD ->
          followed
              + " of "
              + Quantities.count(progress.goal())
              + " rows loaded, "
              + Quantities.count(progress.status().counters().writes())
              + " items written";
      default ->
          Quantities.count(progress.made()) + " changes made, " + followed + " applied, lag " + lag;
    };
  }

  @Override
  public void done(Stage stage, String result, Duration took) {
    String padded = String.format(Locale.ROOT, "%-" + RESULT_WIDTH + "s", result);
    line(
        (redraw ? CLEAR_LINE : "")
            + terminal.green("✓")
            + " "
            + name(stage)
            + padded
            + terminal.dim(String.format(Locale.ROOT, "%8s", Quantities.duration(took))));
  }

  @Override
  public void kept(Addresses addresses) {
    line("");
    line(terminal.bold("It goes on") + ", with a light workload. Ctrl-C ends it and removes all.");
    line("");
    line("  admin API   " + terminal.cyan("curl " + addresses.admin() + "/status"));
    line("  metrics     " + terminal.cyan("curl " + addresses.admin() + "/metrics"));
    line("  source      " + terminal.cyan(addresses.jdbc()));
    line(
        "  DynamoDB    "
            + terminal.cyan(
                "aws dynamodb scan --table-name shop --endpoint-url " + addresses.dynamodb()));
    line("");
  }

  private static String name(Stage stage) {
    String name =
        switch (stage) {
          case SERVERS -> "servers";
          case SHOP -> "shop";
          case TABLES -> "tables";
          case LOAD -> "load";
          case STREAM -> "stream";
          case DRAIN -> "catch up";
          case VERIFY -> "verify";
        };
    return String.format(Locale.ROOT, "%-10s", name);
  }

  private void line(String text) {
    to.println(text);
    to.flush();
  }
}
