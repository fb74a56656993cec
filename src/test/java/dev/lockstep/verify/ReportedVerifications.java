package dev.lockstep.verify;

import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyReport.TypeResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifications that are over at once, with the report that a test lays down. */
public final class ReportedVerifications implements Verifications {
  private final VerifyReport laidDown;
  private @Nullable VerifyRequest requested;

  private ReportedVerifications(VerifyReport laidDown) {
    this.laidDown = laidDown;
  }

  /** What was asked for last. */
  public @Nullable VerifyRequest requested() {
    return requested;
  }

  /** Of one item type. */
  public static ReportedVerifications of(long items, List<Finding> findings) {
    long found = findings.size();
    TypeResult type = new TypeResult("order", "shop", 0, items, 0, found, 0, 0, 0, 0, 0, 0);
    return new ReportedVerifications(
        new VerifyReport(
            "7",
            "shop",
            VerifyMode.FULL,
            found == 0 ? Outcome.EQUAL : Outcome.DIFFERENT,
            null,
            "2026-11-28T17:00:00Z",
            "2026-11-28T17:01:00Z",
            60,
            "123",
            false,
            List.of(type),
            List.of(),
            0,
            0,
            findings,
            List.of(),
            null));
  }

  @Override
  public VerifyProgress start(VerifyRequest request) {
    requested = request;
    return progress().orElseThrow();
  }

  @Override
  public Optional<VerifyProgress> progress() {
    return Optional.of(
        new VerifyProgress(
            laidDown.id(),
            laidDown.mode(),
            VerifyProgress.State.FINISHED,
            VerifyProgress.Step.ENDED,
            laidDown.started(),
            laidDown.seconds(),
            List.of(),
            0,
            null,
            laidDown.found(),
            0,
            0,
            0,
            null,
            null));
  }

  @Override
  public boolean cancel(String id) {
    return false;
  }

  @Override
  public List<VerifyReport> reports(int most) {
    return List.of(laidDown);
  }

  @Override
  public Optional<VerifyReport> report(String id) {
    return Optional.of(laidDown).filter(report -> report.id().equals(id));
  }

  @Override
  public void close() {
    // Nothing is under way.
  }
}
