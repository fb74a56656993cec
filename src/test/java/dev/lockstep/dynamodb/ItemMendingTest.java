package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.apply.ItemMending;
import dev.lockstep.apply.ItemMending.Mend;
import dev.lockstep.apply.ItemMending.Nothing;
import dev.lockstep.apply.ItemMending.Standing;
import dev.lockstep.apply.ItemMending.Unversioned;
import dev.lockstep.apply.ItemMending.Versioned;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item is set right only where exactly what was read still stands. */
class ItemMendingTest {
  @RegisterExtension static final SharedLocal SHARED = new SharedLocal();

  private static final TableSpec TABLE = SharedLocal.freshTable();
  private static final Version VERSION = new Version(0, 7, 1);

  @SuppressWarnings("NullAway.Init")
  private static ItemMending mending;

  @BeforeAll
  static void open() throws InterruptedException {
    SHARED.target().tableAdmin().create(List.of(TABLE));
    mending = SHARED.target().itemMending(List.of(TABLE), 4);
  }

  @AfterAll
  static void close() {
    mending.close();
  }

  @Test
  void what_is_missing_is_put_where_nothing_stands() {
    assertThat(put("missing", new Nothing())).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(stored("missing"))
        .containsEntry("name", AttributeValue.fromS("right"))
        .containsEntry("_v", AttributeValue.fromN(VERSION.toDecimal()))
        .containsEntry("_ts", AttributeValue.fromN("99"));
    assertThat(put("missing", new Nothing())).isInstanceOf(WriteOutcome.Superseded.class);
  }

  @Test
  void a_version_that_is_too_new_comes_down() {
    Value tooNew = new Value.Num("9".repeat(30));
    plant("high", tooNew);
    assertThat(put("high", new Versioned(new Value.Num("8".repeat(30)))))
        .isInstanceOf(WriteOutcome.Superseded.class);
    assertThat(stored("high")).containsEntry("name", AttributeValue.fromS("wrong"));
    assertThat(put("high", new Versioned(tooNew))).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(stored("high")).containsEntry("_v", AttributeValue.fromN(VERSION.toDecimal()));
  }

  @Test
  void a_version_that_is_none_is_replaced() {
    plant("text", new Value.Text("no number"));
    assertThat(put("text", new Unversioned())).isInstanceOf(WriteOutcome.Superseded.class);
    assertThat(put("text", new Versioned(new Value.Text("no number"))))
        .isInstanceOf(WriteOutcome.Applied.class);
    assertThat(stored("text")).containsEntry("name", AttributeValue.fromS("right"));
  }

  @Test
  void an_item_without_a_version_is_replaced_but_none_is_made() {
    assertThat(put("nobody", new Unversioned())).isInstanceOf(WriteOutcome.Superseded.class);
    plant("bare", null);
    assertThat(put("bare", new Nothing())).isInstanceOf(WriteOutcome.Superseded.class);
    assertThat(put("bare", new Unversioned())).isInstanceOf(WriteOutcome.Applied.class);
  }

  @Test
  void a_stranger_is_removed_only_as_it_was_read() {
    plant("stranger", new Value.Num("5"));
    assertThat(remove("stranger", new Unversioned())).isInstanceOf(WriteOutcome.Superseded.class);
    assertThat(remove("stranger", new Versioned(new Value.Num("5"))))
        .isInstanceOf(WriteOutcome.Applied.class);
    assertThat(stored("stranger")).isEmpty();
  }

  private static WriteOutcome put(String key, Standing standing) {
    Item content = new Item(key(key), Map.of("name", new Value.Text("right")));
    return mending.mend(new Mend(key(key), standing, content, VERSION, 99)).join();
  }

  private static WriteOutcome remove(String key, Standing standing) {
    return mending.mend(new Mend(key(key), standing, null, VERSION, 99)).join();
  }

  private static ItemKey key(String name) {
    return new ItemKey(TABLE.name(), new Value.Text(name), new Value.Text("-"));
  }

  private static void plant(String key, @Nullable Value version) {
    Map<String, Value> item = new HashMap<>(keys().attributes(key(key)));
    item.put("name", new Value.Text("wrong"));
    if (version != null) {
      item.put("_v", version);
    }
    SHARED
        .client()
        .putItem(put -> put.tableName(TABLE.name()).item(AttributeValues.write(item)))
        .join();
  }

  private static TableKeys.Names keys() {
    return new TableKeys(List.of(TABLE)).of(TABLE.name()).orElseThrow();
  }

  private static Map<String, AttributeValue> stored(String key) {
    return SHARED
        .client()
        .getItem(
            get ->
                get.tableName(TABLE.name())
                    .consistentRead(true)
                    .key(AttributeValues.write(keys().attributes(key(key)))))
        .join()
        .item();
  }
}
