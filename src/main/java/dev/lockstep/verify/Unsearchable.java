package dev.lockstep.verify;

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

  boolean isEmpty() {
    return left.isEmpty();
  }

  boolean concerns(ItemTypePlan type) {
    return left.keySet().stream().anyMatch(type::ownsKey);
  }

  /** What some rows make; those among the keys are suspects with a known row from now on. */
  void seen(List<Expected> made, String floor, Consumer<Suspect> known) {
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

  /** Those that no row made. */
  Map<ItemKey, Suspect> unmade() {
    return left;
  }
}
