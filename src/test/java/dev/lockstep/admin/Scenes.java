package dev.lockstep.admin;

import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.PipelineStatus.BudgetLevel;
import dev.lockstep.daemon.PipelineStatus.Counters;
import dev.lockstep.daemon.PipelineStatus.JournalEntry;
import dev.lockstep.daemon.PipelineStatus.Lag;
import dev.lockstep.daemon.PipelineStatus.Pause;
import dev.lockstep.daemon.PipelineStatus.PauseBudget;
import dev.lockstep.daemon.PipelineStatus.RowStore;
import dev.lockstep.flow.LoadReport;
import dev.lockstep.flow.LoadReport.BuiltItems;
import dev.lockstep.flow.LoadReport.LoadedTable;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.metrics.WriteResult;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.ScrubProgress;
import dev.lockstep.verify.VerifyMode;
import dev.lockstep.verify.VerifyProgress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a shop's pipeline may look like. */
enum Scenes {
  STREAMING,
  LOADING,
  PAUSED,
  FAILED;

  PipelineStatus status() {
    return switch (this) {
      case STREAMING -> scrubbed(streaming(), scrub(1));
      case LOADING -> loading();
      case PAUSED -> paused();
      case FAILED -> failed();
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A scrub in its second pass that has found so many items wrong. */
  static ScrubProgress scrub(int differences) {
    return new ScrubProgress(
        true,
        null,
        1,
        "2026-03-01T06:00:00Z",
        "2026-03-01T06:00:00Z",
        0.42,
        1_411_208,
        3_204_117,
        98_400,
        0,
        differences,
        IntStream.range(0, differences).mapToObj(Scenes::wrong).toList(),
        null);
  }

  private static ScrubProgress.Difference wrong(int order) {
    String sort = "ORDER#00000000004" + order;
    return new ScrubProgress.Difference(
        "wrong-version",
        "order",
        "shop/CUSTOMER#485," + sort,
        "2026-03-01T09:41:07Z",
        List.of(
            "lockstep explain --target-table shop --item 'CUSTOMER#485' --item '" + sort + "'",
            "lockstep verify --key 'shop,CUSTOMER#485," + sort + "' --repair"));
  }

  /** The same, with a scrub. */
  static PipelineStatus scrubbed(PipelineStatus status, @Nullable ScrubProgress scrub) {
    return new PipelineStatus(
        status.pipeline(),
        status.phase(),
        status.lag(),
        status.position(),
        status.checkpoint(),
        status.load(),
        status.counters(),
        status.inFlight(),
        status.rowStore(),
        status.fanOut(),
        status.verify(),
        scrub,
        status.owner(),
        status.pause(),
        status.pauseBudget(),
        status.throttle(),
        status.journal(),
        status.rehearsal(),
        status.cutover(),
        status.error());
  }

  static PipelineStatus streaming() {
    return status(
        Phase.STREAMING,
        new Lag(0.4, null, 18_432L, 67_108_864L, null),
        LoadReport.NONE,
        new Counters(812_004, 790_112, 31, 202, 96, 0),
        38,
        null);
  }

  private static PipelineStatus loading() {
    return status(
        Phase.LOADING,
        new Lag(0, null, null, 734_003_200L, null),
        new LoadReport(
            List.of(
                new LoadedTable("public.customers", 1_204_311, 1_200_000L, true),
                new LoadedTable("public.orders", 3_481_200, 9_600_000L, false),
                new LoadedTable("public.order_lines", 0, 41_000_000L, false),
                new LoadedTable("public.products", 18_220, null, false)),
            List.of(
                new BuiltItems("customer", 1_204_311, 1_204_311L, true),
                new BuiltItems("order", 0, 3_481_200L, false))),
        new Counters(4_703_731, 4_698_000, 0, 120, 84, 0),
        256,
        null);
  }

  private static PipelineStatus paused() {
    return status(
        Phase.PAUSED,
        new Lag(1_860, null, 1_288_490_188L, 2_040_109_465L, null),
        LoadReport.NONE,
        new Counters(812_004, 790_112, 31, 202, 96, 0),
        0,
        null);
  }

  private static PipelineStatus failed() {
    return status(
        Phase.FAILED,
        new Lag(312, null, 88_080_384L, 268_435_456L, null),
        LoadReport.NONE,
        new Counters(812_004, 790_112, 31, 202, 96, 3),
        0,
        Problem.error(
            Category.SOURCE,
            "SLOT-LOST",
            "the source has thrown away log that this pipeline has not read",
            "replication slot lockstep_shop",
            "raise max_slot_wal_keep_size at the source and load again with 'lockstep run"
                + " --reload'"));
  }

  static PipelineStatus lagging() {
    return status(
        Phase.STREAMING,
        new Lag(120, null, 52_428_800L, null, null),
        LoadReport.NONE,
        new Counters(812_004, 790_112, 31, 202, 96, 0),
        256,
        null);
  }

  /** With markup in what people and databases may have written. */
  static PipelineStatus hostile() {
    return status(
        Phase.STREAMING,
        Lag.UNKNOWN,
        new LoadReport(
            List.of(new LoadedTable("<script>alert(1)</script>", 1, 2L, false)), List.of()),
        Counters.ZERO,
        0,
        Problem.error(
            Category.SOURCE, "SOURCE-AWAY", "<img src=x onerror=alert(1)>", "<b>", "<i>wait</i>"));
  }

  private static PipelineStatus status(
      Phase phase,
      Lag lag,
      LoadReport load,
      Counters counters,
      int inFlight,
      @Nullable Problem error) {
    return new PipelineStatus(
        "shop",
        phase,
        lag,
        "2D/9A41F0C8",
        phase == Phase.LOADING ? null : "2D/9A41A818",
        load,
        counters,
        inFlight,
        new RowStore(4_012_388, 1_610_612_736L, 67_108_864L),
        null,
        phase == Phase.LOADING ? null : verified(),
        null,
        null,
        phase == Phase.PAUSED
            ? new Pause("2026-03-01T09:12:40Z", "2026-03-01T13:12:40Z", "ann@desk", "rehearsal")
            : null,
        budget(phase),
        PipelineStatus.Throttle.AS_CONFIGURED,
        List.of(
            entry(3, "2026-03-01T09:12:40Z", "pause", Map.of("reason", "rehearsal")),
            entry(2, "2026-02-28T16:40:02Z", "resume", Map.of()),
            entry(1, "2026-02-28T16:02:51Z", "pause", Map.of("maxDuration", "PT1H"))),
        null,
        null,
        error);
  }

  private static JournalEntry entry(
      long number, String at, String what, Map<String, String> details) {
    return new JournalEntry(number, at, "ann@desk (127.0.0.1)", what, details);
  }

  private static VerifyProgress verified() {
    return new VerifyProgress(
        "v-12",
        VerifyMode.FULL,
        VerifyProgress.State.FINISHED,
        VerifyProgress.Step.ENDED,
        "2026-03-01T08:00:00Z",
        412,
        List.of(),
        0,
        null,
        0,
        0,
        0,
        0,
        null,
        null);
  }

  private static PauseBudget budget(Phase phase) {
    return phase == Phase.PAUSED
        ? new PauseBudget(BudgetLevel.WARNING, 5_400.0, "max_slot_wal_keep_size", 4L << 30, 8e5)
        : new PauseBudget(BudgetLevel.GOOD, 93_600.0, "max_slot_wal_keep_size", 4L << 30, 4e4);
  }

  /** Counts what was written, and published bounds. */
  static void count(Metrics metrics) {
    for (int i = 0; i < 96; i++) {
      metrics.writes("shop").add(WriteResult.THROTTLED);
      metrics.throttled(
          "shop",
          i % 3 == 0 ? "IndexWriteProvisionedThroughputExceeded" : "KeyRangeThroughputExceeded");
    }
    for (int i = 0; i < 79_011; i++) {
      metrics.writes("shop").add(WriteResult.APPLIED);
    }
    for (int i = 0; i < 31; i++) {
      metrics.writes("shop").add(WriteResult.SUPERSEDED);
    }
    metrics.writes("shop").add(WriteResult.IN_DOUBT);
    metrics.limit("apply.max-in-flight", 256, () -> 38);
  }

  /** An hour in which the source had a burst and DynamoDB did not keep up for some minutes. */
  static History lastHour() {
    History history = new History();
    Random noise = new Random(7);
    Instant start = Instant.now().minusSeconds(3_600);
    double changes = -1_440_000;
    double written = changes;
    for (int second = 0; second < 3_600; second += 5) {
      boolean burst = second > 1_500 && second < 2_100;
      changes += 5 * ((burst ? 900 : 340) + noise.nextDouble() * 90);
      written = Math.min(changes, written + 5 * (600 + noise.nextDouble() * 30));
      double lag = 0.3 + noise.nextDouble() * 0.5 + (changes - written) / 4_000;
      history.add(
          start.plusSeconds(second),
          status(
              Phase.STREAMING,
              new Lag(second == 3_595 ? 0.4 : lag, null, 0L, 0L, null),
              LoadReport.NONE,
              new Counters(
                  812_004 + (long) changes,
                  790_112 + (long) written,
                  0,
                  0,
                  burst ? second * 40L - 84_000 : 96,
                  0),
              40,
              null));
    }
    return history;
  }

  /** The same with more done, as after a second of it. */
  static PipelineStatus later(PipelineStatus before) {
    Counters done = before.counters();
    PipelineStatus after =
        status(
            before.phase(),
            before.lag(),
            before.load(),
            new Counters(
                done.changes() + 412,
                done.writes() + 405,
                done.superseded(),
                done.retries(),
                done.throttled(),
                done.deadLetters()),
            before.inFlight(),
            before.error());
    return scrubbed(after, before.scrub());
  }
}
