package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.Index;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import dev.lockstep.problem.Problem;
import dev.lockstep.testing.faults.Fault;
import dev.lockstep.testing.faults.FaultProxy;
import dev.lockstep.testing.faults.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Tag;

@SuppressWarnings("NullAway.Init")
final class TableAdminTest {
  @RegisterExtension static final SharedLocal SHARED = new SharedLocal();

  private static final KeyAttribute DAY = new KeyAttribute("day", KeyType.N);
  private static final KeyAttribute STATUS = new KeyAttribute("status", KeyType.S);

  private TableAdmin admin;

  @BeforeEach
  void open() {
    admin = SHARED.target().tableAdmin();
  }

  @Test
  void a_missing_table_is_found_and_made_with_its_indexes() throws Exception {
    TableSpec spec =
        withIndexes(new Index("by-status", STATUS, DAY), new Index("by-day", DAY, null));

    assertThat(admin.check(List.of(spec)))
        .extracting(Problem::code, Problem::where)
        .containsExactly(tuple("TABLE-MISSING", spec.name()));
    assertThat(admin.create(List.of(spec))).containsExactly(spec.name());
    assertThat(admin.check(List.of(spec))).isEmpty();
  }

  @Test
  void a_table_is_made_on_demand() throws Exception {
    TableSpec spec = SharedLocal.freshTable();
    admin.create(List.of(spec));

    var made = SHARED.client().describeTable(it -> it.tableName(spec.name())).join().table();
    assertThat(made.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
  }

  @Test
  void a_table_that_lockstep_makes_bears_a_tag_that_tells() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(SHARED.endpoint());
        DynamoDbTarget target = DynamoDbTarget.open(TargetOptions.of(null, proxy.endpoint()))) {
      List<JsonNode> tags = new CopyOnWriteArrayList<>();
      proxy.play(request -> keepTags(request, tags));
      TableSpec spec = SharedLocal.freshTable();
      target.tableAdmin().create(List.of(spec));

      assertThat(tags).isNotEmpty();
      assertThat(target.tableAdmin().madeByLockstep(spec.name())).isTrue();
    }
  }

  // DynamoDB Local takes tags and forgets them; here they are remembered.
  private static Fault keepTags(Request request, List<JsonNode> tags) {
    request.body().path("Tags").forEach(tags::add);
    return request.operation().equals("ListTagsOfResource")
        ? new Fault.AnswerInstead(200, "{\"Tags\":" + tags + "}")
        : new Fault.None();
  }

  @Test
  void a_table_whose_tags_may_not_be_read_is_not_lockstep_s() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(SHARED.endpoint());
        DynamoDbTarget target = DynamoDbTarget.open(TargetOptions.of(null, proxy.endpoint()))) {
      TableSpec spec = SharedLocal.freshTable();
      target.tableAdmin().create(List.of(spec));
      Fault denied = new Fault.FailBefore(400, "AccessDeniedException", "ListTagsOfResource");
      proxy.play(request -> request.operation().startsWith("ListTags") ? denied : new Fault.None());

      assertThat(target.tableAdmin().madeByLockstep(spec.name())).isFalse();
    }
  }

  @Test
  void a_table_that_exists_is_left_as_it_is() throws Exception {
    TableSpec spec = SharedLocal.freshTable();
    admin.create(List.of(spec));

    assertThat(admin.create(List.of(spec))).isEmpty();
  }

  @Test
  void many_who_make_the_same_table_at_once_make_it_once() throws Exception {
    TableSpec spec = SharedLocal.freshTable();
    Callable<List<String>> make = () -> admin.create(List.of(spec));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<String> made = new ArrayList<>();
    for (Future<List<String>> each : threads.invokeAll(List.of(make, make, make, make))) {
      made.addAll(each.get());
    }
    threads.shutdown();

    assertThat(made).containsExactly(spec.name());
  }

  @Test
  void a_table_that_somebody_else_made_is_not_lockstep_s() throws Exception {
    TableSpec spec = foreignTable();

    assertThat(admin.madeByLockstep(spec.name())).isFalse();
    assertThat(admin.madeByLockstep(SharedLocal.freshTable().name())).isFalse();
  }

  @Test
  void another_key_is_found_whatever_differs_in_it() throws Exception {
    TableSpec real = SharedLocal.freshTable();
    admin.create(List.of(real));
    KeyAttribute pk = real.partitionKey();
    KeyAttribute sk = real.sortKey();

    for (TableSpec wanted :
        List.of(
            key(real, new KeyAttribute("id", KeyType.S), sk),
            key(real, new KeyAttribute("pk", KeyType.N), sk),
            key(real, pk, new KeyAttribute("range", KeyType.S)),
            key(real, pk, null))) {
      assertThat(admin.check(List.of(wanted)))
          .extracting(Problem::code)
          .containsExactly("TABLE-KEY-DIFFERS");
    }
  }

  @Test
  void missing_and_other_indexes_are_found() throws Exception {
    TableSpec real = withIndexes(new Index("by-status", STATUS, DAY));
    admin.create(List.of(real));
    TableSpec wanted =
        new TableSpec(
            real.name(),
            real.partitionKey(),
            real.sortKey(),
            List.of(new Index("by-status", STATUS, null), new Index("by-day", DAY, null)));

    assertThat(admin.check(List.of(wanted)))
        .extracting(Problem::code, Problem::where)
        .containsExactly(
            tuple("INDEX-KEY-DIFFERS", real.name() + "/by-status"),
            tuple("INDEX-MISSING", real.name() + "/by-day"));
  }

  @Test
  void an_index_that_shows_less_is_a_warning_and_one_more_index_is_nothing() throws Exception {
    TableSpec real = foreignTable();
    TableSpec wanted =
        new TableSpec(
            real.name(),
            real.partitionKey(),
            real.sortKey(),
            List.of(new Index("keys", real.partitionKey(), null)));

    assertThat(admin.check(List.of(real))).isEmpty();
    assertThat(admin.check(List.of(wanted)))
        .extracting(Problem::code, Problem::severity)
        .containsExactly(tuple("INDEX-PROJECTION", Problem.Severity.WARNING));
  }

  @Test
  void a_table_is_empty_until_an_item_is_in_it() throws Exception {
    TableSpec spec = SharedLocal.freshTable();
    admin.create(List.of(spec));

    assertThat(admin.isEmpty(spec.name())).isTrue();
    try (ItemStore store = SHARED.target().itemStore(List.of(spec))) {
      ItemKey key = new ItemKey(spec.name(), new Value.Text("a"), new Value.Text("b"));
      store.write(new ItemWrite.Put(new Item(key, Map.of()), new Version(0, 1, 0), 1)).join();
    }
    assertThat(admin.isEmpty(spec.name())).isFalse();
  }

  private static TableSpec key(TableSpec of, KeyAttribute partition, @Nullable KeyAttribute sort) {
    return new TableSpec(of.name(), partition, sort, List.of());
  }

  private static TableSpec withIndexes(Index... indexes) {
    TableSpec plain = SharedLocal.freshTable();
    return new TableSpec(plain.name(), plain.partitionKey(), plain.sortKey(), List.of(indexes));
  }

  /** A table made without Lockstep, with an index of keys only. */
  private static TableSpec foreignTable() {
    TableSpec spec = SharedLocal.freshTable();
    TableSpec indexed =
        new TableSpec(
            spec.name(),
            spec.partitionKey(),
            spec.sortKey(),
            List.of(new Index("keys", spec.partitionKey(), null)));
    var request = TableRequests.create(indexed, otherTag());
    var index = request.globalSecondaryIndexes().get(0);
    var keysOnly =
        index.toBuilder().projection(it -> it.projectionType(ProjectionType.KEYS_ONLY)).build();
    SHARED
        .client()
        .createTable(request.toBuilder().globalSecondaryIndexes(keysOnly).build())
        .join();
    return spec;
  }

  private static Tag otherTag() {
    return Tag.builder().key("team").value("shop").build();
  }
}
