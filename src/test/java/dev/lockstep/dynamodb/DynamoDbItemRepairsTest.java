package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.apply.ItemRepairs;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Repairs take effect only over what was read, whatever its version is. */
class DynamoDbItemRepairsTest {
  @RegisterExtension static final SharedLocal SHARED = new SharedLocal();

  private static final TableSpec TABLE = SharedLocal.freshTable();
  private static final Version VERSION = new Version(0, 100, 1);
  private static final AttributeValue HUGE = number("99999999999999999999999999999999999999");

  @SuppressWarnings("NullAway.Init")
  private static ItemStore store;

  @SuppressWarnings("NullAway.Init")
  private static ItemRepairs repairs;

  @BeforeAll
  static void makeTable() throws InterruptedException {
    SHARED.target().tableAdmin().create(List.of(TABLE));
    store = SHARED.target().itemStore(List.of(TABLE));
    repairs = SHARED.target().itemRepairs(List.of(TABLE));
  }

  @AfterAll
  static void closeStore() {
    store.close();
  }

  private static ItemKey key(String sort) {
    return new ItemKey(TABLE.name(), new Value.Text("p"), new Value.Text(sort));
  }

  private static Item wanted(String sort) {
    return new Item(key(sort), Map.of("name", new Value.Text("right")));
  }

  private static AttributeValue number(String digits) {
    return AttributeValue.builder().n(digits).build();
  }

  private static AttributeValue text(String text) {
    return AttributeValue.builder().s(text).build();
  }

  private static void strangerPuts(String sort, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.put("pk", text("p"));
    item.put("sk", text(sort));
    SHARED.client().putItem(put -> put.tableName(TABLE.name()).item(item)).join();
  }

  private static boolean repair(String sort, Optional<StoredItem> read, Optional<Item> to)
      throws InterruptedException {
    return repairs.repair(key(sort), read, to, VERSION, 7);
  }

  private static Optional<StoredItem> right(String sort) {
    return Optional.of(new StoredItem(wanted(sort), VERSION.toDecimal(), 7, false));
  }

  @Test
  void what_a_stranger_wrote_becomes_what_it_should_be_whatever_version_it_has() throws Exception {
    Map<String, Map<String, AttributeValue>> strange =
        Map.of(
            "no version", Map.of("name", text("wrong")),
            "a version of its own", Map.of("_v", HUGE, "name", text("wrong")),
            "a version that is a text", Map.of("_v", text("seven"), "_ts", text("now")),
            "a set of binaries", Map.of("b", binaries()));
    for (Map.Entry<String, Map<String, AttributeValue>> each : strange.entrySet()) {
      String sort = each.getKey();
      strangerPuts(sort, each.getValue());
      Optional<StoredItem> read = store.readNow(key(sort));
      assertThat(repair(sort, read, Optional.of(wanted(sort)))).as(sort).isTrue();
      assertThat(store.readNow(key(sort))).as(sort).isEqualTo(right(sort));
    }
  }

  private static AttributeValue binaries() {
    return AttributeValue.builder().bs(SdkBytes.fromUtf8String("x")).build();
  }

  @Test
  void an_item_that_should_not_be_there_is_deleted() throws Exception {
    strangerPuts("extra", Map.of("_v", HUGE));
    assertThat(repair("extra", store.readNow(key("extra")), Optional.empty())).isTrue();
    assertThat(store.readNow(key("extra"))).isEmpty();
  }

  @Test
  void an_item_that_is_missing_is_made() throws Exception {
    assertThat(repair("missing", Optional.empty(), Optional.of(wanted("missing")))).isTrue();
    assertThat(store.readNow(key("missing"))).isEqualTo(right("missing"));
  }

  @Test
  void what_was_written_since_it_was_read_stays() throws Exception {
    strangerPuts("raced", Map.of("_v", number("5"), "name", text("old")));
    Optional<StoredItem> read = store.readNow(key("raced"));
    strangerPuts("raced", Map.of("_v", number("5"), "name", text("new")));
    assertThat(repair("raced", read, Optional.of(wanted("raced")))).isFalse();
    assertThat(repair("raced", read, Optional.empty())).isFalse();
    assertThat(repair("raced", Optional.empty(), Optional.of(wanted("raced")))).isFalse();
    assertThat(store.readNow(key("raced")).orElseThrow().item().attributes())
        .containsEntry("name", new Value.Text("new"));
  }
}
