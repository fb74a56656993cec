package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.verify.Finding.Kind;
import dev.lockstep.verify.Finding.VersionFault;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words what is certain as findings, each key once, and has them set right if they are to be. */
final class Confirmed {
  /** Keys remembered so that none is reported twice: by its row, and as one of several rows. */
  private static final int MOST_REPORTED = 100_000;

  private final VerifyWorld world;
  private final List<ItemTypePlan> types;
  private final Tally tally;
  private final @Nullable Repairs repairs;
  private final Set<ItemKey> reported = new HashSet<>();
  private final Map<ItemKey, Finding> toRepair = new LinkedHashMap<>();

  /**
   * @param types those that are verified
   * @param repairs sets right what is confirmed; null if nobody does
   */
  Confirmed(VerifyWorld world, List<ItemTypePlan> types, Tally tally, @Nullable Repairs repairs) {
    this.world = world;
    this.types = types;
    this.tally = tally;
    this.repairs = repairs;
  }

  /**
   * Reports a finding.
   *
   * @param maker what makes the item; null if nothing does
   */
  void report(Kind kind, @Nullable Expected maker, Look look, @Nullable VersionFault fault) {
    ItemKey key = look.suspect().key();
    if (reported.contains(key)) {
      return;
    }
    if (reported.size() < MOST_REPORTED) {
      reported.add(key);
    }
    List<AttributeDifference> differences = List.of();
    Found stored = look.stored();
    if (kind == Kind.DIFFERENT && maker != null && maker.item() != null && stored != null) {
      differences =
          world
              .masks()
              .show(ValueDifference.between(maker.item().attributes(), stored.item().attributes()));
    }
    Finding finding =
        new Finding(
            kind,
            maker == null ? typeOf(look.suspect()) : maker.type().name(),
            key,
            maker == null ? null : Expected.shown(maker.row()),
            StoredVersions.text(stored),
            kind == Kind.EXTRA ? look.fault(null) : fault,
            differences,
            kind == Kind.DIFFERENT && maker != null && stored != null
                ? KeptRows.fault(world.applied(), maker, stored)
                : null);
    tally.found(finding);
    if (repairs != null) {
      toRepair.put(key, finding);
    }
  }

  /** Sets right what was confirmed of some keys. */
  void repair(Map<ItemKey, Suspect> some, Afresh afresh) throws InterruptedException {
    if (repairs == null || toRepair.isEmpty()) {
      return;
    }
    Map<ItemKey, Suspect> keys = new LinkedHashMap<>(some);
    keys.keySet().retainAll(toRepair.keySet());
    repairs.repair(keys, Map.copyOf(toRepair), afresh);
    toRepair.clear();
  }

  @Nullable String typeOf(Suspect suspect) {
    if (suspect.itemType() != null) {
      return suspect.itemType();
    }
    return types.stream()
        .filter(type -> type.ownsKey(suspect.key()))
        .map(ItemTypePlan::name)
        .findFirst()
        .orElse(null);
  }
}
