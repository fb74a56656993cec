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
import dev.lockstep.item.ItemSize;
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
import java.util.concurrent.CompletableFuture;
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
  private String newest = "";

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
      newest = world.catalog().currentVersion().toDecimal();
      Map<ItemKey, Decision> decisions = new LinkedHashMap<>();
      for (ItemKey key : held.keySet()) {
        Optional<List<Expected>> truth = truths.getOrDefault(key, Optional.of(List.of()));
        decisions.put(key, decide(findings.get(key), truth, stored.get(key)));
      }
      if (order.plan()) {
        decisions.forEach(this::note);
      } else {
        carryOut(decisions, doubtful);
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

  /** All first attempts are under way together. What nobody waits for may still arrive. */
  private void carryOut(Map<ItemKey, Decision> decisions, List<ItemKey> doubtful)
      throws InterruptedException {
    Map<ItemKey, CompletableFuture<WriteOutcome>> begun = new LinkedHashMap<>();
    try {
      for (Map.Entry<ItemKey, Decision> each : decisions.entrySet()) {
        Mend write = each.getValue().write();
        if (write != null) {
          begun.put(each.getKey(), begin(write));
        }
      }
      for (Map.Entry<ItemKey, Decision> each : decisions.entrySet()) {
        CompletableFuture<WriteOutcome> first = begun.get(each.getKey());
        Decision decision = each.getValue();
        note(
            each.getKey(),
            first == null ? decision : carriedOut(each.getKey(), decision, first, doubtful));
        begun.remove(each.getKey());
      }
    } catch (InterruptedException | RuntimeException e) {
      doubtful.addAll(begun.keySet());
      throw e;
    }
  }

  /** The price is known only afterwards, so that the size has to do. */
  private CompletableFuture<WriteOutcome> begin(Mend write) throws InterruptedException {
    units().await();
    Item content = write.content();
    units().spend(content == null ? 1 : ItemSize.writeUnits(ItemSize.of(content.attributes())));
    return side.mend(write);
  }

  /** Makes attempts until it is known what became of them. */
  private Decision carriedOut(
      ItemKey key, Decision decision, CompletableFuture<WriteOutcome> first, List<ItemKey> doubtful)
      throws InterruptedException {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      CompletableFuture<WriteOutcome> begun =
          attempt == 0 ? first : begin(Objects.requireNonNull(decision.write()));
      WriteOutcome outcome = TargetReader.await(begun);
      if (outcome instanceof WriteOutcome.Applied) {
        return decision;
      } else if (outcome instanceof WriteOutcome.Superseded) {
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
