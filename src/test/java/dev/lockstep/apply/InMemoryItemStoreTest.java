package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.util.Map;

/** The store in memory keeps the contract that DynamoDB keeps. */
class InMemoryItemStoreTest extends ItemStoreContract {
  private final InMemoryItemStore store = new InMemoryItemStore(SORTED.name(), FLAT.name());

  @Override
  protected ItemStore store() {
    return store;
  }

  @Override
  protected void putForeign(ItemKey key, Map<String, Value> attributes) {
    store.putForeign(key, attributes);
  }
}
