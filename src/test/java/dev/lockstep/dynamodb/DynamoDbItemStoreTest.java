package dev.lockstep.dynamodb;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.ItemStoreContract;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The real store passes the contract of all item stores. */
final class DynamoDbItemStoreTest extends ItemStoreContract {
  @RegisterExtension static final SharedLocal SHARED = new SharedLocal();

  @SuppressWarnings("NullAway.Init")
  private static ItemStore store;

  @BeforeAll
  static void openStore() throws InterruptedException {
    SHARED.target().tableAdmin().create(List.of(SORTED, FLAT));
    store = SHARED.target().itemStore(List.of(SORTED, FLAT));
  }

  @AfterAll
  static void closeStore() {
    store.close();
  }

  @Override
  protected ItemStore store() {
    return store;
  }

  @Override
  protected void putForeign(ItemKey key, Map<String, Value> attributes) {
    Map<String, Value> item = new HashMap<>(attributes);
    item.putAll(new TableKeys(List.of(SORTED, FLAT)).of(key.table()).orElseThrow().attributes(key));
    SHARED
        .client()
        .putItem(put -> put.tableName(key.table()).item(AttributeValues.write(item)))
        .join();
  }
}
