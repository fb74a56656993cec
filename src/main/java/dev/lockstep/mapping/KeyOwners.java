package dev.lockstep.mapping;

import dev.lockstep.change.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who can have an item key. Mostly that is a row; where items of several types can have one key, it
 * is a row as an item of one type: the row that changes from one type to the other keeps the key,
 * but not as the same owner.
 */
final class KeyOwners {
  private final Set<ItemTypePlan> shared;

  KeyOwners(Collection<ItemTypePlan> types) {
    this.shared = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ItemTypePlan type : types) {
      if (types.stream().anyMatch(other -> other != type && type.keysOverlap(other))) {
        shared.add(type);
      }
    }
  }

  /** Whether another owner may get a key that an item of this type has. */
  boolean mayChange(ItemTypePlan type) {
    return type.keyChangesHands() || shared.contains(type);
  }

  /** The owner, as a row key. */
  RowKey of(ItemTypePlan type, RowKey row) {
    if (!shared.contains(type)) {
      return row;
    }
    List<@Nullable Object> values = new ArrayList<>(row.values());
    values.add(type.name());
    return new RowKey(row.table(), values.toArray());
  }
}
