package dev.lockstep.daemon;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.item.TableSpec;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.verify.Comparison;
import dev.lockstep.verify.Verdict;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Verifications of everything, whatever was asked for, by plain readings of source and target that
 * are held in memory; only right while the source is quiet and its changes are applied.
 */
final class PlainVerifications implements Verifications {
  private static final int KEPT = 10;
  private static final int SHOWN = 20;

  private final Config config;
  private final InstantSource clock;
  private final Deque<VerifyReport> reports = new ArrayDeque<>();
  private volatile @Nullable VerifyProgress newest;

  PlainVerifications(Config config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Returns when it has ended. */
  @Override
  public synchronized VerifyProgress start(VerifyRequest request) {
    Instant begun = clock.instant();
    String id = UUID.randomUUID().toString();
    try {
      Verdict verdict = compare();
      keep(report(id, request, verdict, begun));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    VerifyProgress progress = progress(id, request, begun);
    newest = progress;
    return progress;
  }

  private Verdict compare() throws InterruptedException {
    Comparison comparison = new Comparison(SHOWN);
    try (SourceSide source = SourceSide.open(config);
        DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config))) {
      MappingPlan plan = source.plan();
      new ExpectedItems(source, plan, comparison::expect).read();
      try (ItemStore store = target.itemStore(plan.tables())) {
        for (TableSpec table : plan.tables()) {
          store.scan(table.name(), comparison::store);
        }
      }
    }
    return comparison.verdict();
  }

  private void keep(VerifyReport report) {
    reports.addFirst(report);
    while (reports.size() > KEPT) {
      reports.removeLast();
    }
  }

  private VerifyReport report(String id, VerifyRequest request, Verdict verdict, Instant begun) {
    Instant ended = clock.instant();
    VerifyReport.TypeResult all =
        new VerifyReport.TypeResult(
            "*",
            "*",
            0,
            verdict.expected(),
            verdict.expected(),
            0,
            0,
            verdict.different(),
            0,
            0,
            0,
            0);
    return new VerifyReport(
        id,
        config.pipeline(),
        request.mode(),
        verdict.isEqual() ? VerifyReport.Outcome.EQUAL : VerifyReport.Outcome.DIFFERENT,
        null,
        begun.toString(),
        ended.toString(),
        (ended.toEpochMilli() - begun.toEpochMilli()) / 1e3,
        "",
        true,
        List.of(all),
        List.of(),
        0,
        0,
        List.of(),
        List.of(),
        null);
  }

  private static VerifyProgress progress(String id, VerifyRequest request, Instant begun) {
    return new VerifyProgress(
        id,
        request.mode(),
        VerifyProgress.State.FINISHED,
        VerifyProgress.Step.ENDED,
        begun.toString(),
        0,
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

  @Override
  public Optional<VerifyProgress> progress() {
    return Optional.ofNullable(newest);
  }

  @Override
  public boolean cancel(String id) {
    return false;
  }

  @Override
  public synchronized List<VerifyReport> reports(int most) {
    return reports.stream().limit(most).toList();
  }

  @Override
  public synchronized Optional<VerifyReport> report(String id) {
    return reports.stream().filter(report -> report.id().equals(id)).findFirst();
  }

  @Override
  public void close() {
    // A comparison ends with the thread that it was asked on.
  }
}
