package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads;
import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.verify.Applied.Watch;
import dev.lockstep.verify.Finding.Kind;
import dev.lockstep.verify.Finding.VersionFault;
import dev.lockstep.verify.Tally.Count;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks again at what seems to differ, until it is certain.
 *
 * <h2>Why a finding is one</h2>
 *
 * <p>A look at a key goes: note which keys are written from now on (the watch); ask the source
 * where it is; read the rows afresh; ask the source where it is now; wait until the pipeline has
 * applied all before that; read the item, strongly consistently. Let <i>floor</i> be where the
 * source was before the <i>previous</i> look.
 *
 * <ul>
 *   <li>The item stands with a version up to the floor: no transaction behind the floor, up to the
 *       end of this look, touched it, or its version would be greater. So the rows that it is made
 *       of were the same all that time, and it should be what they make. It is not.
 *   <li>There is no item, or one without a version: the pipeline began no write of it since before
 *       the rows were read, and has written all that those rows take. It should be there.
 *   <li>Anything else may be on its way: the key is looked at again, from a new floor.
 * </ul>
 *
 * <p>The floor is that of the look before, and a pause lies between, because a database writes a
 * commit to its log a little earlier than it shows it to readers.
 */
final class Recheck {
  private static final int AT_ONCE = ItemReads.MAX_BATCH;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  private static final String CHANGING = "it was written again at every look";

  private final VerifyWorld world;
  private final Afresh afresh;
  private final Confirmed confirmed;
  private final Tally tally;
  private final boolean seeksMissing;
  private final Deque<Suspect> suspects = new ArrayDeque<>();
  private final Map<ItemKey, Suspect> unsearchable = new LinkedHashMap<>();

  /**
   * @param seeksMissing whether a key may be one that is missing though nobody knows its row
   * @param repairs sets right what is confirmed; null if nobody does
   */
  Recheck(
      VerifyWorld world,
      List<ItemTypePlan> types,
      Expectations expectations,
      TargetReader target,
      Tally tally,
      boolean seeksMissing,
      @Nullable Repairs repairs) {
    this.world = world;
    this.seeksMissing = seeksMissing;
    this.tally = tally;
    this.afresh = new Afresh(world, types, expectations, target);
    this.confirmed = new Confirmed(world, types, tally, repairs);
  }

  void add(Suspect suspect) {
    suspects.add(suspect);
  }

  int size() {
    return suspects.size() + unsearchable.size();
  }

  List<Suspect> pending() {
    List<Suspect> all = new ArrayList<>(suspects);
    all.addAll(unsearchable.values());
    return all;
  }

  /** Keys whose rows cannot be found by them; taken out. */
  Map<ItemKey, Suspect> takeUnsearchable() {
    Map<ItemKey, Suspect> taken = new LinkedHashMap<>(unsearchable);
    unsearchable.clear();
    return taken;
  }

  boolean isIdle() {
    return suspects.isEmpty();
  }

  boolean isFull() {
    return suspects.size() >= AT_ONCE;
  }

  /** Looks at some of the suspects again. */
  void look() throws InterruptedException {
    Map<ItemKey, Suspect> some = new LinkedHashMap<>();
    while (some.size() < AT_ONCE && !suspects.isEmpty()) {
      Suspect suspect = suspects.poll();
      some.putIfAbsent(suspect.key(), suspect);
    }
    world.clock().sleep(PAUSE_NANOS);
    try (Watch watch = world.applied().watch(some.keySet())) {
      look(some, watch);
    }
    confirmed.repair(some, afresh);
  }

  private void look(Map<ItemKey, Suspect> some, Watch watch) throws InterruptedException {
    Version floor = world.catalog().currentVersion();
    Map<ItemKey, Optional<List<Expected>>> truths = afresh.truths(some);
    Version high = world.catalog().marker();
    boolean applied = world.applied().await(high, world.limits().settleTimeout());
    Map<ItemKey, Found> stored = afresh.stored(some.keySet());
    String newest = world.catalog().currentVersion().toDecimal();
    for (Suspect suspect : some.values()) {
      Found found = stored.get(suspect.key());
      Look look =
          new Look(
              suspect,
              found == null || found.tombstone() ? null : found,
              newest,
              applied && !world.applied().waits(suspect.key()),
              !watch.touched(suspect.key()));
      decide(look, truths.getOrDefault(suspect.key(), Optional.of(List.of())), floor);
    }
  }

  private void decide(Look look, Optional<List<Expected>> truth, Version floor) {
    if (truth.isEmpty()) {
      if (look.stored() != null || seeksMissing) {
        unsearchable.put(look.suspect().key(), look.suspect().again(floor));
      }
      return;
    }
    List<Expected> makers = truth.get();
    if (makers.size() > 1) {
      confirmed.report(Kind.AMBIGUOUS, makers.get(0), look, null);
      return;
    }
    Expected maker = makers.isEmpty() ? null : makers.get(0);
    if (maker != null && maker.item() == null) {
      return;
    }
    VersionFault fault = maker == null ? null : look.fault(world.loaded().get().orElse(null));
    Kind kind = kind(maker == null ? null : maker.item(), look.stored(), fault);
    if (kind == null) {
      settled(look, maker);
    } else if (look.isFinal() || (look.applied() && look.untouched() && fault != null)) {
      confirmed.report(afresh.isShared(maker) ? Kind.AMBIGUOUS : kind, maker, look, fault);
    } else if (!look.applied() || look.suspect().looks() + 1 >= world.limits().rounds()) {
      doubt(look);
    } else {
      suspects.add(look.suspect().again(floor));
    }
  }

  private void doubt(Look look) {
    ItemKey key = look.suspect().key();
    tally.doubtful(
        confirmed.typeOf(look.suspect()),
        key.table(),
        key.toString(),
        look.applied() ? CHANGING : world.applied().standing());
  }

  private void settled(Look look, @Nullable Expected maker) {
    if (maker != null && look.stored() != null && look.suspect().itemType() == null) {
      tally.add(maker.type().name(), Count.COMPARED, 1);
    }
  }

  private static @Nullable Kind kind(
      @Nullable Item expected, @Nullable Found stored, @Nullable VersionFault fault) {
    if (expected == null) {
      return stored == null ? null : Kind.EXTRA;
    }
    if (stored == null) {
      return Kind.MISSING;
    }
    if (!expected.attributes().equals(stored.item().attributes())) {
      return Kind.DIFFERENT;
    }
    return fault == null ? null : Kind.WRONG_VERSION;
  }

  /**
   * Decides about keys whose rows were looked for in the whole table, and were not found.
   *
   * @param floor of the source before that
   */
  void decideUnmade(Map<ItemKey, Suspect> some, Version floor) throws InterruptedException {
    Version high = world.catalog().marker();
    boolean applied = world.applied().await(high, world.limits().settleTimeout());
    List<ItemKey> keys = new ArrayList<>(some.keySet());
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<ItemKey> batch = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
      Map<ItemKey, Found> stored = afresh.stored(batch);
      String newest = world.catalog().currentVersion().toDecimal();
      Map<ItemKey, Suspect> looked = new LinkedHashMap<>();
      for (ItemKey key : batch) {
        Found found = stored.get(key);
        if (found != null && !found.tombstone()) {
          Suspect suspect = Suspect.unknown(key, floor.toDecimal());
          looked.put(key, suspect);
          boolean known = applied && !world.applied().waits(key);
          Look look = new Look(suspect, found, newest, known, true);
          if (look.isFinal()) {
            confirmed.report(Kind.EXTRA, null, look, null);
          } else {
            doubt(look);
          }
        }
      }
      confirmed.repair(looked, afresh);
    }
  }
}
