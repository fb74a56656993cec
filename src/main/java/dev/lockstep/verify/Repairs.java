package dev.lockstep.verify;

import dev.lockstep.apply.ItemMending.Mend;
import dev.lockstep.apply.ItemMending.Nothing;
import dev.lockstep.apply.ItemMending.Standing;
import dev.lockstep.apply.ItemMending.Unversioned;
import dev.lockstep.apply.ItemMending.Versioned;
import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.verify.RepairResult.Action;
import dev.lockstep.verify.RepairResult.Repaired;
import dev.lockstep.verify.RepairSide.Hold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sets findings right, so that a change that is on its way or comes meanwhile is never lost.
 *
 * <h2>Why nothing is lost</h2>
 *
 * <p>The usual condition, "nothing newer stands", does not do: what stands may carry a stranger's
 * version, higher than any of ours, and a missing item carries none. So the keys are <b>held</b>
 * first: whatever the stream had begun of them is done, nothing of it can arrive late, and what it
 * writes from then on waits. Then source and item are read <b>afresh</b>, and the item is written
 * on condition that exactly the version that was read still stands.
 *
 * <ul>
 *   <li>A change that was written before the hold was committed before the reading, which shows it.
 *   <li>A change that is written after the hold has a version above the one that the repair gives,
 *       and wins; one that the reading showed already is written again, in the order of the source,
 *       and does no harm.
 * </ul>
 *
 * <p><b>The version</b> is that up to which everything is in the target, or the one that stands if
 * it is legitimate and higher. So it never falls below a legitimate one, comes down from one that
 * the source has not reached, and is below that of every change that is still to come.
 */
final class Repairs {
  private static final Duration HOLD_MARGIN = Duration.ofSeconds(30);
  private static final int MOST_ATTEMPTS = 30;
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final int MOST_DOUBLINGS = 6;
  private static final String BUSY = "the key has writes on its way, or may be hit by a late one";

  private final VerifyWorld world;
  private final RepairSide side;
  private final RepairOrder order;
  private final Map<Action, Long> counts = new EnumMap<>(Action.class);
  private final List<Repaired> examples = new ArrayList<>();
  private @Nullable Budget units;

  Repairs(VerifyWorld world, RepairSide side, RepairOrder order) {
    this.world = world;
    this.side = side;
    this.order = order;
  }

  /** The budget, which may be another one with each verification. */
  private Budget units() {
    if (units == null) {
      Double own = order.maxWriteUnits();
      units = new Budget(own == null ? side.writeUnitsPerSecond() : own, world.clock());
    }
    return units;
  }

  /** Reads source and target afresh. */
  interface Look {
    /** What makes an item with each key; empty where that cannot be told from the key. */
    Map<ItemKey, Optional<List<Expected>>> truths(Map<ItemKey, Suspect> keys)
        throws InterruptedException;

    Map<ItemKey, Found> stored(Iterable<ItemKey> keys) throws InterruptedException;
  }

  /** Sets findings right, or says what that would be. */
  void repair(Map<ItemKey, Suspect> keys, Map<ItemKey, Finding> findings, Look look)
      throws InterruptedException {
    Map<ItemKey, Hold> holds = order.plan() ? Map.of() : hold(keys);
    Map<ItemKey, Suspect> held = new LinkedHashMap<>(keys);
    if (!order.plan()) {
      held.keySet().retainAll(holds.keySet());
    }
    List<ItemKey> doubtful = new ArrayList<>();
    try {
      Map<ItemKey, Optional<List<Expected>>> truths = look.truths(held);
      Map<ItemKey, Found> stored = look.stored(held.keySet());
      for (ItemKey key : held.keySet()) {
        Optional<List<Expected>> truth = truths.getOrDefault(key, Optional.of(List.of()));
        Decision decision = decide(findings.get(key), truth, stored.get(key));
        note(key, order.plan() ? decision : carriedOut(key, decision, doubtful));
      }
    } finally {
      holds.forEach((key, hold) -> hold.release(doubtful.contains(key)));
    }
  }

  private Map<ItemKey, Hold> hold(Map<ItemKey, Suspect> keys) throws InterruptedException {
    Map<ItemKey, Hold> holds = new LinkedHashMap<>();
    try {
      for (ItemKey key : keys.keySet()) {
        Optional<Hold> hold = side.hold(key, world.limits().settleTimeout().plus(HOLD_MARGIN));
        hold.ifPresentOrElse(
            granted -> holds.put(key, granted), () -> note(key, Decision.leave(BUSY)));
      }
    } catch (InterruptedException | RuntimeException e) {
      holds.values().forEach(granted -> granted.release(false));
      throw e;
    }
    return holds;
  }

  /**
   * What to do with a key.
   *
   * @param write absent if nothing is written
   */
  private record Decision(Action action, @Nullable String reason, @Nullable Mend write) {
    static Decision leave(String reason) {
      return new Decision(Action.LEFT, reason, null);
    }

    static Decision settled() {
      return new Decision(Action.SETTLED, null, null);
    }
  }

  private Decision decide(
      @Nullable Finding finding, Optional<List<Expected>> truth, @Nullable Found stored) {
    Optional<Checkpoint> applied = side.applied();
    if (finding == null || finding.key() == null || (applied.isEmpty() && !order.plan())) {
      return Decision.leave("the load is not complete");
    }
    if (truth.isEmpty() && (isTooNew(stored) || !isAsFound(finding, stored))) {
      return Decision.leave("its row cannot be found by its key, and its version does not tell");
    }
    List<Expected> makers = truth.orElse(List.of());
    if (makers.size() > 1 || finding.kind() == Finding.Kind.AMBIGUOUS) {
      return Decision.leave("several rows make it: change the mapping or the rows");
    }
    if (makers.isEmpty()) {
      return unmade(finding, stored, applied);
    }
    Item item = makers.get(0).item();
    if (item == null) {
      return Decision.leave("its row makes no item: see the dead letters");
    }
    if (stored != null && !stored.tombstone() && isRight(item, stored)) {
      return Decision.settled();
    }
    return new Decision(Action.PUT, null, write(finding.key(), item, stored, applied));
  }

  private Decision unmade(Finding finding, @Nullable Found stored, Optional<Checkpoint> applied) {
    if (stored == null || stored.tombstone() || finding.key() == null) {
      return Decision.settled();
    }
    return order.deleteExtra()
        ? new Decision(Action.DELETE, null, write(finding.key(), null, stored, applied))
        : Decision.leave("no row makes it; it is removed with --delete-extra");
  }

  private boolean isRight(Item item, Found stored) {
    return item.attributes().equals(stored.item().attributes()) && isLegitimate(stored);
  }

  private boolean isLegitimate(Found stored) {
    String loaded = world.loaded().get().map(Version::toDecimal).orElse(null);
    String newest = world.catalog().currentVersion().toDecimal();
    return StoredVersions.fault(stored, loaded, newest) == null;
  }

  private boolean isTooNew(@Nullable Found stored) {
    return stored != null && stored.version() != null && !isLegitimate(stored);
  }

  private static boolean isAsFound(Finding finding, @Nullable Found stored) {
    return Objects.equals(finding.storedVersion(), StoredVersions.text(stored));
  }

  private @Nullable Mend write(
      ItemKey key, @Nullable Item item, @Nullable Found stored, Optional<Checkpoint> applied) {
    if (applied.isEmpty()) {
      return null;
    }
    Version version = applied.get().version();
    if (stored != null && stored.version() instanceof Value.Num number && isLegitimate(stored)) {
      Version stands = Version.parse(number.digits()).orElse(version);
      version = stands.isAfter(version) ? stands : version;
    }
    return new Mend(key, standing(stored), item, version, applied.get().commitMicros());
  }

  private static Standing standing(@Nullable Found stored) {
    if (stored == null) {
      return new Nothing();
    }
    Value version = stored.version();
    return version == null ? new Unversioned() : new Versioned(version);
  }

  /** Makes attempts until it is known what became of them. */
  private Decision carriedOut(ItemKey key, Decision decision, List<ItemKey> doubtful)
      throws InterruptedException {
    Mend write = decision.write();
    if (write == null) {
      return decision;
    }
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      WriteOutcome outcome = mended(write, doubtful);
      if (outcome instanceof WriteOutcome.Applied applied) {
        units().spend(applied.units());
        return decision;
      } else if (outcome instanceof WriteOutcome.Superseded superseded) {
        units().spend(superseded.units());
        return doubtful.contains(key)
            ? decision
            : Decision.leave("something else wrote it meanwhile; verify again");
      } else if (outcome instanceof WriteOutcome.Rejected rejected) {
        return Decision.leave(rejected.problem().what());
      } else if (outcome instanceof WriteOutcome.Unusable unusable) {
        throw new LockstepException(unusable.problem());
      } else if (outcome instanceof WriteOutcome.InDoubt && !doubtful.contains(key)) {
        doubtful.add(key);
      }
      long millis = FIRST_PAUSE_MILLIS << Math.min(attempt, MOST_DOUBLINGS);
      world.clock().sleep(TimeUnit.MILLISECONDS.toNanos(millis));
    }
    return Decision.leave("the target did not take the write");
  }

  /** A write that nobody waits for any more may still arrive. */
  private WriteOutcome mended(Mend write, List<ItemKey> doubtful) throws InterruptedException {
    units().await();
    try {
      return TargetReader.await(side.mend(write));
    } catch (InterruptedException e) {
      doubtful.add(write.key());
      throw e;
    }
  }

  private void note(@Nullable ItemKey key, Decision decision) {
    counts.merge(decision.action(), 1L, Long::sum);
    if (examples.size() < world.limits().shownFindings()) {
      examples.add(new Repaired(key, decision.action(), decision.reason()));
    }
  }

  /** What was done so far; rows that make no item, and so have no key to be repaired, are left. */
  RepairResult result(long unmappable) {
    return new RepairResult(
        order.plan(),
        counts.getOrDefault(Action.PUT, 0L),
        counts.getOrDefault(Action.DELETE, 0L),
        counts.getOrDefault(Action.SETTLED, 0L),
        counts.getOrDefault(Action.LEFT, 0L) + unmappable,
        List.copyOf(examples));
  }

  /** It has ended. */
  void ended() {
    if (!order.plan()) {
      RepairResult result = result(0);
      side.note(
          Map.of(
              "put", Long.toString(result.put()),
              "deleted", Long.toString(result.deleted()),
              "left", Long.toString(result.left())));
    }
  }
}
