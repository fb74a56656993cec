package dev.lockstep.verify;

import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keys that do not tell where their row is, while the whole table is read for them. */
final class Unsearchable {
  private final Map<ItemKey, Suspect> left;

  Unsearchable(Map<ItemKey, Suspect> keys) {
    this.left = new LinkedHashMap<>(keys);
  }

  /** Reads the tables that rows of theirs may be in, whole; what comes of it are new suspects. */
  void seek(VerifyWorld world, Expectations expectations, Recheck recheck, Walk.Pause pause)
      throws InterruptedException {
    if (left.isEmpty()) {
      return;
    }
    Version floor = world.catalog().currentVersion();
    for (ItemTypePlan type : world.plan().itemTypes()) {
      if (left.keySet().stream().anyMatch(type::ownsKey)) {
        Walk walk = new Walk(world, VerifyRequest.full(), List.of(type), expectations, null);
        walk.walk(made -> seen(made, floor.toDecimal(), recheck::add), pause);
      }
    }
    recheck.decideUnmade(left, floor);
  }

  /** What some rows make; those among the keys are suspects with a known row from now on. */
  private void seen(List<Expected> made, String floor, Consumer<Suspect> known) {
    for (Expected each : made) {
      ItemKey key = each.key();
      Suspect suspect = key == null ? null : left.remove(key);
      if (suspect != null) {
        known.accept(
            new Suspect(
                suspect.key(),
                each.type().name(),
                Held.write(each.row().key().values()),
                floor,
                suspect.looks()));
      }
    }
  }
}
