package dev.lockstep.verify;

import dev.lockstep.change.SourceTable;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.ScrubState.Lane;
import dev.lockstep.verify.ScrubState.Open;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A verification that never ends: goes through all rows and all items again and again, within a
 * small budget, beside the stream, on a thread of its own.
 *
 * <p>It walks instead of drawing a sample: what is wrong is found within one pass, for certain,
 * while a sample of the same size misses more than a third of it, since it looks at some items
 * twice. A walk in order is also the cheapest way to read a table. Where it is, it remembers over
 * restarts; what it finds is certain as a verification's findings are.
 */
public final class Scrub implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Scrub.class);
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Of small tables a pass costs next to nothing, and would be followed by another at once. */
  private static final long PAUSE_AFTER_PASS_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long PAUSE_AFTER_FAULT_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final VerifyWorld world;
  private final Supplier<Optional<String>> hindrance;
  private final VerifyStore store;
  private final ScrubTurns turns;
  private final ScrubRound round;
  private final OpenDifferences open;
  private final Thread thread = new Thread(this::run, "lockstep-scrub");
  private volatile long passes;
  private volatile String passStarted;
  private volatile @Nullable String passEnded;
  private volatile @Nullable String standing = "it has not begun yet";
  private volatile @Nullable Problem error;
  private volatile double share;
  private volatile boolean closed;
  private long savedAt;
  private long lookedAt;

  /**
   * Goes on where the pipeline's last one ended.
   *
   * @param world closed with it: its catalog and its reads of the target
   * @param hindrance why it has to stand down now; empty if it may work
   */
  public Scrub(VerifyWorld world, Supplier<Optional<String>> hindrance) {
    this.world = world;
    this.hindrance = hindrance;
    this.store = new VerifyStore(world.documents(), world.pipeline(), 0);
    ScrubState state =
        store
            .scrub()
            .filter(kept -> kept.mapping().equals(world.plan().hash()))
            .orElseGet(() -> begin(world));
    this.passes = state.passes();
    this.passStarted = state.passStarted();
    this.passEnded = state.passEnded();
    this.round = new ScrubRound(state.lanes(), estimates(world));
    this.share = round.share();
    this.open = new OpenDifferences(world.limits().shownFindings(), state.open());
    this.turns = new ScrubTurns(world);
    this.savedAt = world.clock().nanos();
    this.lookedAt = savedAt;
    thread.setDaemon(true);
  }

  private static ScrubState begin(VerifyWorld world) {
    List<Lane> lanes = new ArrayList<>();
    for (ItemTypePlan type : world.plan().itemTypes()) {
      if (ScrubTurns.isWalkable(world, type)) {
        lanes.add(Lane.start(type.name(), false));
      } else {
        log.info("the scrub leaves out {}: {} has no key to walk along", type.name(), type.root());
      }
    }
    world.plan().tables().forEach(table -> lanes.add(Lane.start(table.name(), true)));
    return new ScrubState(
        world.plan().hash(), 0, world.clock().now().toString(), null, lanes, List.of());
  }

  private static Map<String, Long> estimates(VerifyWorld world) {
    Map<String, Long> estimates = new HashMap<>();
    for (ItemTypePlan type : world.plan().itemTypes()) {
      SourceTable table = world.tables().get(type.root());
      long rows = table == null ? 0 : Math.max(1, table.estimatedRows());
      estimates.put(ScrubRound.id(Lane.start(type.name(), false)), rows);
      estimates.merge(ScrubRound.id(Lane.start(type.table().name(), true)), rows, Long::sum);
    }
    return estimates;
  }

  /** Begins to work. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        Optional<String> why = hindrance.get();
        standing = why.orElse(null);
        if (why.isPresent()) {
          world.clock().sleep(NAP_NANOS);
        } else {
          turn();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws InterruptedException {
    try {
      if (world.clock().nanos() - lookedAt > LOOK_AGAIN_NANOS) {
        lookAgain();
      }
      Optional<Lane> lane = round.next();
      if (lane.isPresent()) {
        ScrubTurns.Seen seen = turns.look(lane.get());
        round.took(seen.lane());
        seen.findings().forEach(this::found);
      } else {
        passed();
      }
      share = round.share();
      turns.rest();
      if (world.clock().nanos() - savedAt > SAVE_NANOS) {
        save();
      }
      error = null;
    } catch (LockstepException e) {
      failed(e.problem());
    } catch (RuntimeException e) {
      log.error("the scrub failed for a reason that Lockstep did not foresee", e);
      failed(unforeseen(e));
    }
  }

  /** It is no reason to stop the pipeline. */
  private void failed(Problem problem) throws InterruptedException {
    if (error == null) {
      log.warn("the scrub cannot go on for now: {}", problem);
    }
    error = problem;
    standing = "it could not go on, and tries again";
    turns.rest();
    world.clock().sleep(PAUSE_AFTER_FAULT_NANOS);
  }

  private static Problem unforeseen(RuntimeException e) {
    return Problem.error(
        Category.INTERNAL,
        "VERIFY-FAILED",
        "a scrub failed for a reason that Lockstep did not foresee: " + e,
        null,
        "Look for this moment in the log, and report it.");
  }

  private void passed() throws InterruptedException {
    long ended = passes;
    open.passed(ended);
    passes = ended + 1;
    String now = world.clock().now().toString();
    passEnded = now;
    passStarted = now;
    round.again();
    log.debug("the scrub has gone through everything: {} differences", open.count());
    world.clock().sleep(PAUSE_AFTER_PASS_NANOS);
  }

  /** The differences that are known: whoever repaired them wants to see it. */
  private void lookAgain() throws InterruptedException {
    lookedAt = world.clock().nanos();
    if (!open.keys().isEmpty()) {
      List<Finding> still = new ArrayList<>();
      open.gone(turns.again(open.keys(), still));
      still.forEach(this::found);
    }
  }

  private void found(Finding finding) {
    if (open.add(finding, world.clock().now().toString(), passes)) {
      log.warn(
          "the scrub found a difference: {} {}; see: {}",
          VerifyJsonForms.label(finding.kind()),
          finding.key(),
          String.join("; ", new FindingCommands("").of(finding)));
      save();
    }
  }

  private void save() {
    store.save(
        new ScrubState(
            world.plan().hash(), passes, passStarted, passEnded, round.lanes(), open.list()));
    savedAt = world.clock().nanos();
  }

  /** How it stands; cheap, never blocks. */
  public ScrubProgress progress() {
    String why = standing;
    return new ScrubProgress(
        why == null && !closed,
        closed ? "the pipeline does not stream" : why,
        passes,
        passStarted,
        passEnded,
        share,
        turns.items(),
        turns.sourceRows(),
        turns.readUnits(),
        turns.unconfirmed(),
        open.count(),
        open.list().stream().map(Scrub::shown).toList(),
        error);
  }

  private static ScrubProgress.Difference shown(Open each) {
    Finding finding = each.finding();
    return new ScrubProgress.Difference(
        VerifyJsonForms.label(finding.kind()),
        finding.itemType(),
        String.valueOf(finding.key()),
        each.since(),
        new FindingCommands("").of(finding));
  }

  /** Remembers where it is; returns when that is done. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
      save();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LockstepException e) {
      log.warn("where the scrub is could not be stored: {}", e.problem());
    } finally {
      turns.close();
      world.target().close();
      world.catalog().close();
    }
  }
}
