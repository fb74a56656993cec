package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.AttributeDifference.Shown;
import dev.lockstep.verify.Finding.Kind;
import dev.lockstep.verify.Finding.SourceRow;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyProgress.Step;
import dev.lockstep.verify.VerifyProgress.TypeProgress;
import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyReport.TableResult;
import dev.lockstep.verify.VerifyReport.TypeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifications without servers: one takes a number of questions how far it is, and ends with the
 * report that a test lays down. Keeps to what {@link Verifications} promises.
 */
public final class ScriptedVerifications implements Verifications {
  /** One item is another one. */
  public static final VerifyReport DIFFERENT = report(Outcome.DIFFERENT, 1);

  /** All is well. */
  public static final VerifyReport EQUAL = report(Outcome.EQUAL, 0);

  private final List<VerifyRequest> requests = new ArrayList<>();
  private final List<VerifyReport> reports = new ArrayList<>();
  private final VerifyReport result;
  private int questions;
  private @Nullable State state;
  private boolean closed;

  /**
   * @param result of every verification
   * @param questions so many are answered while it is under way
   */
  public ScriptedVerifications(VerifyReport result, int questions) {
    this.result = result;
    this.questions = questions;
  }

  /** What was asked for. */
  public synchronized List<VerifyRequest> requests() {
    return List.copyOf(requests);
  }

  /** Whether they were let go. */
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized VerifyProgress start(VerifyRequest request) {
    if (state == State.RUNNING) {
      throw new LockstepException(
          Problem.error(
              Category.CONFIGURATION,
              "VERIFY-RUNNING",
              "verification " + result.id() + " is under way",
              null,
              "Wait until it has ended, or cancel it."));
    }
    requests.add(request);
    state = State.RUNNING;
    return now(State.RUNNING);
  }

  @Override
  public synchronized Optional<VerifyProgress> progress() {
    if (state == State.RUNNING && questions-- <= 0) {
      state = State.FINISHED;
      reports.add(0, result);
    }
    return Optional.ofNullable(state).map(this::now);
  }

  private VerifyProgress now(State reached) {
    return new VerifyProgress(
        result.id(),
        result.mode(),
        reached,
        reached == State.RUNNING ? Step.COMPARING : Step.ENDED,
        result.started(),
        1.5,
        List.of(new TypeProgress("order", 9, 10L, 9, 8, result.found(), false)),
        0,
        null,
        result.found(),
        0,
        1,
        6.5,
        reached == State.RUNNING ? 12.0 : null,
        null);
  }

  @Override
  public synchronized boolean cancel(String id) {
    if (state != State.RUNNING || !id.equals(result.id())) {
      return false;
    }
    state = State.CANCELLED;
    return true;
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
  public synchronized void close() {
    closed = true;
  }

  private static VerifyReport report(Outcome outcome, long different) {
    Finding finding =
        new Finding(
            Kind.DIFFERENT,
            "order",
            new ItemKey("shop", new Value.Text("C#1"), new Value.Text("ORDER#7")),
            new SourceRow("public.orders", List.of("7")),
            "99",
            null,
            List.of(new AttributeDifference("total", new Shown("N", "10"), new Shown("N", "11"))),
            null);
    return new VerifyReport(
        "20260301T080000.000Z",
        "shop",
        VerifyMode.FULL,
        outcome,
        null,
        "2026-03-01T08:00:00Z",
        "2026-03-01T08:01:00Z",
        60,
        "123",
        false,
        List.of(new TypeResult("order", "shop", 9, 9, 9, 0, 0, different, 0, 0, 0, 0)),
        List.of(new TableResult("shop", 9, 0, 0)),
        9,
        4.5,
        different == 0 ? List.of() : List.of(finding),
        List.of(),
        null);
  }
}
