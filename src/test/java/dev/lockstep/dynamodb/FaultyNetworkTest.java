package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.item.WriteOutcome.Applied;
import dev.lockstep.item.WriteOutcome.InDoubt;
import dev.lockstep.item.WriteOutcome.Refused;
import dev.lockstep.item.WriteOutcome.Scope;
import dev.lockstep.item.WriteOutcome.Superseded;
import dev.lockstep.item.WriteOutcome.Throttled;
import dev.lockstep.item.WriteOutcome.Unusable;
import dev.lockstep.testing.faults.Fault;
import dev.lockstep.testing.faults.FaultProxy;
import dev.lockstep.testing.faults.FaultScript;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;

/** What the store makes of bad days, over real sockets. */
@SuppressWarnings("NullAway.Init")
final class FaultyNetworkTest {
  @RegisterExtension static final SharedLocal SHARED = new SharedLocal();

  private static final TableSpec TABLE = SharedLocal.freshTable();
  private static final String ARN = "arn:aws:dynamodb:us-east-1:1:table/" + TABLE.name();

  private static FaultProxy proxy;
  private static DynamoDbTarget target;
  private static ItemStore store;

  private final ItemKey key = key(UUID.randomUUID().toString());
  private int version = 1;

  @BeforeAll
  static void open() throws InterruptedException {
    SHARED.target().tableAdmin().create(List.of(TABLE));
    proxy = FaultProxy.before(SHARED.endpoint());
    target =
        DynamoDbTarget.open(
            TargetOptions.of(null, proxy.endpoint()).withWriteTimeout(Duration.ofSeconds(10)));
    store = target.itemStore(List.of(TABLE));
  }

  @AfterAll
  static void close() {
    store.close();
    target.close();
    proxy.close();
  }

  @AfterEach
  void mend() {
    proxy.resume();
    proxy.acceptConnections();
    proxy.play(FaultScript.none());
  }

  @Test
  void a_lost_reply_leaves_the_write_in_doubt_and_a_second_attempt_shows_that_it_was_applied() {
    proxy.play(FaultScript.forWrites(new Fault.LoseReply()));

    assertThat(put(1)).isInstanceOf(InDoubt.class);
    assertThat(put(1)).isEqualTo(new Superseded(version(1).toDecimal(), 1));
  }

  @Test
  void a_lost_request_leaves_the_write_in_doubt_and_a_second_attempt_applies_it() {
    proxy.play(FaultScript.forWrites(new Fault.LoseRequest()));

    assertThat(put(1)).isInstanceOf(InDoubt.class);
    assertThat(stored()).isEmpty();
    assertThat(put(1)).isInstanceOf(Applied.class);
  }

  @Test
  void a_put_that_arrives_late_does_not_undo_a_newer_one() {
    proxy.play(FaultScript.forWrites(new Fault.ArriveLate()));

    assertThat(put(1)).isInstanceOf(InDoubt.class);
    assertThat(put(2)).isInstanceOf(Applied.class);
    assertThat(stored()).contains(version(2).toDecimal());
  }

  @Test
  void a_put_that_arrives_after_its_delete_brings_the_item_back() {
    proxy.play(FaultScript.forWrites(new Fault.ArriveLate()));

    assertThat(put(1)).isInstanceOf(InDoubt.class);
    assertThat(write(new ItemWrite.Delete(key, version(2), 2))).isInstanceOf(Applied.class);
    assertThat(stored()).as("why tombstones are needed").contains(version(1).toDecimal());
  }

  @Test
  void a_put_that_arrives_after_a_tombstone_does_not_bring_the_item_back() {
    proxy.play(FaultScript.forWrites(new Fault.ArriveLate()));

    assertThat(put(1)).isInstanceOf(InDoubt.class);
    assertThat(write(new ItemWrite.Tombstone(key, version(2), 2))).isInstanceOf(Applied.class);
    assertThat(stored()).contains(version(2).toDecimal());
    assertThat(write(new ItemWrite.Bury(key, version(2), 2))).isInstanceOf(Applied.class);
    assertThat(stored()).isEmpty();
  }

  @Test
  void a_put_that_arrives_twice_does_not_undo_a_newer_one() {
    proxy.play(FaultScript.forWrites(new Fault.ArriveTwice()));

    assertThat(put(1)).isInstanceOf(Applied.class);
    assertThat(put(2)).isInstanceOf(Applied.class);
    assertThat(stored()).contains(version(2).toDecimal());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void an_error_of_the_server_leaves_the_write_in_doubt_applied_or_not(int status) {
    proxy.play(
        FaultScript.forWrites(
            new Fault.FailBefore(status, "InternalServerError", "sorry"),
            new Fault.FailAfter(status, "InternalServerError")));

    assertThat(put(1)).isInstanceOf(InDoubt.class);
    assertThat(stored()).isEmpty();
    assertThat(put(1)).isInstanceOf(InDoubt.class);
    assertThat(stored()).contains(version(1).toDecimal());
  }

  @Test
  void an_answer_with_a_wrong_checksum_leaves_the_write_in_doubt() {
    proxy.play(FaultScript.forWrites(new Fault.DamageReply()));

    assertThat(put(1)).isInstanceOf(InDoubt.class);
    assertThat(put(1)).isInstanceOf(Superseded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ThrottlingException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded"
      })
  void throttles_tell_their_reach_whichever_way_they_are_spelled(String code) {
    proxy.play(
        FaultScript.forWrites(
            throttle(code, "TableWriteProvisionedThroughputExceeded", ARN),
            throttle(code, "IndexWriteProvisionedThroughputExceeded", ARN + "/index/by-day"),
            throttle(code, "TableWriteKeyRangeThroughputExceeded", ARN)));

    assertThat(throttled(put(1)).scope()).isEqualTo(Scope.TABLE);
    assertThat(throttled(put(1)).resource()).isEqualTo(TABLE.name() + "/by-day");
    assertThat(throttled(put(1)).scope()).isEqualTo(Scope.KEY_RANGE);
    assertThat(put(1)).isInstanceOf(Applied.class);
  }

  @Test
  void a_refused_connection_is_known_not_to_have_written() {
    try (DynamoDbTarget fresh = hasty();
        ItemStore unconnected = fresh.itemStore(List.of(TABLE))) {
      proxy.refuseConnections();
      assertThat(unconnected.write(putOf(1)).join()).isInstanceOf(Refused.class);

      proxy.acceptConnections();
      // What was connected before may be taken once more: refused again, as what is cut is.
      await().untilAsserted(() -> assertThat(put(nextVersion())).isInstanceOf(Applied.class));
    }
  }

  @Test
  void connections_that_are_cut_are_replaced() {
    put(1);
    proxy.refuseConnections();
    proxy.acceptConnections();

    await().untilAsserted(() -> assertThat(put(nextVersion())).isInstanceOf(Applied.class));
  }

  @Test
  void a_target_that_does_not_answer_in_time_leaves_the_write_in_doubt() {
    try (DynamoDbTarget hasty = hasty();
        ItemStore impatient = hasty.itemStore(List.of(TABLE))) {
      proxy.pause();
      assertThat(impatient.write(putOf(1)).join()).isEqualTo(new InDoubt("no answer in time"));
      proxy.resume();
    }
    assertThat(put(2)).isInstanceOf(Applied.class);
  }

  private static DynamoDbTarget hasty() {
    return DynamoDbTarget.open(
        TargetOptions.of(null, proxy.endpoint())
            .withMaxConnections(1)
            .withCallTimeout(Duration.ofSeconds(1))
            .withWriteTimeout(Duration.ofMillis(300)));
  }

  /** A page ends at a megabyte, so that two of these items are one or two pages. */
  @Test
  void a_scan_goes_on_after_an_outage_where_it_was() throws Exception {
    Map<String, Value> large = Map.of("n", new Value.Text("x".repeat(350_000)));
    List<ItemKey> keys = IntStream.range(0, 8).mapToObj(i -> key("scanned-" + i)).toList();
    keys.forEach(
        each ->
            assertThat(write(new ItemWrite.Put(new Item(each, large), version(1), 1)))
                .isInstanceOf(Applied.class));
    UntilAnswered patience = UntilAnswered.within(Duration.ofMinutes(1));
    List<ItemKey> shown = new ArrayList<>();
    try (DynamoDbTarget hasty = hasty();
        ItemStore patient = hasty.itemStore(List.of(TABLE), () -> true, patience)) {
      patient.scan(TABLE.name(), stored -> cutOnce(shown, stored.item().key()));
    }
    assertThat(shown).containsAll(keys).doesNotHaveDuplicates();
  }

  /** With the first item the connections end; they can be made again when an attempt has failed. */
  private static void cutOnce(List<ItemKey> shown, ItemKey key) {
    if (shown.isEmpty()) {
      proxy.refuseConnections();
      CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(proxy::acceptConnections);
    }
    shown.add(key);
  }

  @Test
  void the_rest_of_a_batch_that_is_written_in_part_is_throttled() {
    proxy.play(FaultScript.forWrites(new Fault.WritePartOfBatch(2)));
    List<ItemWrite.Put> puts = batch();

    List<WriteOutcome> outcomes = store.putAll(puts).join();

    assertThat(outcomes.subList(0, 2)).allMatch(it -> it instanceof Applied);
    assertThat(outcomes.subList(2, 5)).allMatch(it -> it instanceof Throttled);
    assertThat(store.read(puts.get(1).key()).join()).isPresent();
    assertThat(store.read(puts.get(2).key()).join()).isEmpty();
  }

  @Test
  void a_batch_without_an_answer_is_in_doubt_as_a_whole() {
    proxy.play(FaultScript.forWrites(new Fault.LoseReply()));

    assertThat(store.putAll(batch()).join()).hasSize(5).allMatch(it -> it instanceof InDoubt);
  }

  @Test
  void expired_credentials_are_worth_another_attempt() {
    proxy.play(
        FaultScript.forWrites(new Fault.FailBefore(400, "ExpiredTokenException", "expired")));

    assertThat(put(1)).isInstanceOf(Refused.class);
    assertThat(put(1)).isInstanceOf(Applied.class);
  }

  @Test
  void missing_rights_make_the_target_unusable() {
    proxy.play(
        FaultScript.forWrites(new Fault.FailBefore(400, "AccessDeniedException", "not allowed")));

    assertThat(put(1))
        .isInstanceOfSatisfying(
            Unusable.class,
            it -> assertThat(it.problem().code()).isEqualTo("TARGET-ACCESS-DENIED"));
  }

  @Test
  void without_credentials_nothing_is_sent_and_the_target_is_unusable() {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create("Unable to load credentials from any provider");
        };
    Access access = new Access(none, Clock.systemUTC());
    TableKeys keys = new TableKeys(List.of(TABLE));
    long before = proxy.requests();
    try (DirectClient direct =
            new DirectClient(
                AwsCrtAsyncHttpClient.create(),
                proxy.endpoint(),
                "us-east-1",
                access,
                Duration.ofSeconds(5),
                () -> true);
        ItemStore nobody =
            new DynamoDbItemStore(
                direct,
                access,
                new ItemReader(SHARED.client(), keys, UntilAnswered.atOnce()),
                keys)) {
      assertThat(nobody.write(putOf(1)).join())
          .isInstanceOfSatisfying(
              Unusable.class,
              it -> assertThat(it.problem().code()).isEqualTo("TARGET-CREDENTIALS-MISSING"));
    }
    assertThat(proxy.requests()).isEqualTo(before);
  }

  private int nextVersion() {
    version++;
    return version;
  }

  private WriteOutcome put(int number) {
    return write(putOf(number));
  }

  private ItemWrite.Put putOf(int number) {
    Map<String, Value> content = Map.of("n", new Value.Num(Integer.toString(number)));
    return new ItemWrite.Put(new Item(key, content), version(number), number);
  }

  private List<ItemWrite.Put> batch() {
    return IntStream.range(0, 5)
        .mapToObj(i -> new Item(key(key.partition() + "-" + i), Map.of("n", new Value.Bool(true))))
        .map(item -> new ItemWrite.Put(item, version(1), 1))
        .toList();
  }

  private static WriteOutcome write(ItemWrite write) {
    return store.write(write).join();
  }

  private Optional<String> stored() {
    return store.read(key).join().map(ItemStore.StoredItem::version);
  }

  private static Throttled throttled(WriteOutcome outcome) {
    assertThat(outcome).isInstanceOf(Throttled.class);
    return (Throttled) outcome;
  }

  private static Fault throttle(String code, String reason, String resource) {
    return new Fault.Throttle(code, List.of(reason), resource);
  }

  private static Version version(int number) {
    return new Version(0, number, 0);
  }

  private static ItemKey key(String partition) {
    return new ItemKey(TABLE.name(), new Value.Text(partition), new Value.Text("x"));
  }
}
