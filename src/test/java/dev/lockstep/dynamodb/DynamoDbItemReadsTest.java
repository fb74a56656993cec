package dev.lockstep.dynamodb;

import dev.lockstep.apply.ItemReads;
import dev.lockstep.apply.ItemReadsContract;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The real target passes the contract of all reads of many items. */
final class DynamoDbItemReadsTest extends ItemReadsContract {
  @RegisterExtension static final SharedLocal SHARED = new SharedLocal();

  @SuppressWarnings("NullAway.Init")
  private static ItemReads reads;

  @BeforeAll
  static void open() throws InterruptedException {
    SHARED.target().tableAdmin().create(List.of(SORTED, FLAT));
    reads = SHARED.target().itemReads(List.of(SORTED, FLAT), 4);
  }

  @AfterAll
  static void close() {
    reads.close();
  }

  @Override
  protected ItemReads reads() {
    return reads;
  }

  @Override
  protected void put(ItemKey key, Map<String, Value> attributes) {
    Map<String, Value> item = new HashMap<>(attributes);
    item.putAll(new TableKeys(List.of(SORTED, FLAT)).of(key.table()).orElseThrow().attributes(key));
    SHARED
        .client()
        .putItem(put -> put.tableName(key.table()).item(AttributeValues.write(item)))
        .join();
  }
}
