package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.VerifyProgress.State;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifications that this process carries out, one at a time on a thread of their own. Closes the
 * catalog, the reads of its world and the writes with itself.
 */
public final class LocalVerifications implements Verifications {
  private static final Logger log = LoggerFactory.getLogger(LocalVerifications.class);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final VerifyWorld world;
  private final RepairSide side;
  private final Consumer<VerifyReport> whenDone;
  private final VerifyStore store;
  private @Nullable Verification current;
  private @Nullable Thread thread;

  /**
   * @param side writes what is to be repaired
   * @param whenDone hears of every report, on the verification's thread
   */
  public LocalVerifications(VerifyWorld world, RepairSide side, Consumer<VerifyReport> whenDone) {
    this.side = side;
    this.world = world;
    this.whenDone = whenDone;
    this.store = new VerifyStore(world.documents(), world.pipeline(), world.limits().keptReports());
  }

  @Override
  public synchronized VerifyProgress start(VerifyRequest request) {
    Verification running = current;
    if (thread != null && thread.isAlive() && running != null) {
      throw problem(
          "VERIFY-RUNNING",
          "verification " + running.id() + " is under way",
          "Wait until it has ended, or cancel it.");
    }
    Verification verification = new Verification(world, side, begin(request), store::save);
    current = verification;
    Thread worker = new Thread(() -> run(verification), "lockstep-verify");
    worker.setDaemon(true);
    thread = worker;
    worker.start();
    return verification.progress();
  }

  private VerifyState begin(VerifyRequest request) {
    if (request.resume() != null) {
      return resumed(request.resume());
    }
    for (String name : request.itemTypes()) {
      if (world.plan().itemTypes().stream().noneMatch(type -> type.name().equals(name))) {
        throw problem(
            "VERIFY-TYPE-UNKNOWN",
            "the mapping has no item type '" + name + "'",
            "Name one of "
                + world.plan().itemTypes().stream().map(ItemTypePlan::name).toList()
                + ".");
      }
    }
    for (ItemKey key : request.keys()) {
      if (world.plan().tables().stream().noneMatch(t -> t.name().equals(key.table()))) {
        throw problem(
            "VERIFY-TABLE-UNKNOWN",
            "the mapping has no table '" + key.table() + "'",
            "Name a target table of the mapping.");
      }
    }
    return new VerifyState(
        ID.format(world.clock().now()),
        request,
        world.plan().hash(),
        world.clock().now().toString(),
        0,
        "",
        VerifyProgress.Step.COMPARING,
        0,
        null,
        List.of(),
        List.of(),
        List.of(),
        0,
        List.of(),
        new Tally.Saved(Map.of(), Map.of(), List.of(), List.of()),
        0,
        0);
  }

  private VerifyState resumed(String id) {
    VerifyState state =
        store
            .state(id)
            .orElseThrow(
                () ->
                    problem(
                        "VERIFY-UNKNOWN",
                        "there is no verification " + id + " to go on with",
                        "Start a new one."));
    if (!state.mapping().equals(world.plan().hash())) {
      throw problem(
          "VERIFY-NOT-RESUMABLE",
          "the mapping has changed since verification " + id + " began",
          "Start a new verification.");
    }
    return state;
  }

  private static LockstepException problem(String code, String what, String remedy) {
    return new LockstepException(Problem.error(Category.CONFIGURATION, code, what, null, remedy));
  }

  private void run(Verification verification) {
    try {
      VerifyReport report = verification.run();
      if (report != null) {
        store.finish(report);
        verification.clean();
        whenDone.accept(report);
        verification.finished();
        log.info(
            "verification {}: {}, {} findings in {} s",
            report.id(),
            VerifyJsonForms.label(report.outcome()),
            report.found(),
            Math.round(report.seconds()));
      } else {
        log.info("verification {} was broken off: {}", verification.id(), why(verification));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.error("verification {} failed", verification.id(), e);
      verification.failed(
          Problem.error(
              Category.INTERNAL,
              "VERIFY-FAILED",
              "a verification failed for a reason that Lockstep did not foresee: " + e,
              null,
              "Look for this moment in the log, and report it."));
    }
  }

  private static String why(Verification verification) {
    VerifyProgress progress = verification.progress();
    return progress.error() == null ? "stopped" : progress.error().toString();
  }

  @Override
  public synchronized Optional<VerifyProgress> progress() {
    return Optional.ofNullable(current).map(Verification::progress);
  }

  /** Rows that the newest one has read from the source. */
  public synchronized long sourceRows() {
    return current == null ? 0 : current.sourceRows();
  }

  /** Read units that the newest one has consumed. */
  public synchronized double readUnits() {
    return current == null ? 0 : current.readUnits();
  }

  @Override
  public synchronized boolean cancel(String id) {
    Verification running = current;
    if (running == null
        || !running.id().equals(id)
        || running.progress().state() != State.RUNNING) {
      return false;
    }
    running.cancel();
    return true;
  }

  @Override
  public List<VerifyReport> reports(int most) {
    return store.reports(most);
  }

  @Override
  public Optional<VerifyReport> report(String id) {
    return store.report(id);
  }

  @Override
  public void close() {
    Thread worker;
    synchronized (this) {
      worker = thread;
    }
    if (worker != null) {
      worker.interrupt();
      try {
        worker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    side.close();
    world.target().close();
    world.catalog().close();
  }
}
