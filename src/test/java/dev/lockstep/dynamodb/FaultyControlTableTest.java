package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.checkpoint.ControlStore.TableClaim;
import dev.lockstep.checkpoint.ControlStore.Update;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.testing.faults.Fault;
import dev.lockstep.testing.faults.FaultProxy;
import dev.lockstep.testing.faults.FaultScript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lease and the checkpoint on bad days. */
@SuppressWarnings("NullAway.Init")
final class FaultyControlTableTest {
  @RegisterExtension static final SharedLocal SHARED = new SharedLocal();

  private static final Owner ADA = new Owner("ada-1", "ada");
  private static final Owner BOB = new Owner("bob-1", "bob");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final String pipeline = "shop-" + UUID.randomUUID();
  private FaultProxy proxy;
  private DynamoDbTarget target;
  private ControlStore store;

  @BeforeEach
  void open() {
    proxy = FaultProxy.before(SHARED.endpoint());
    target = DynamoDbTarget.open(TargetOptions.of(null, proxy.endpoint()).withCallTimeout(LIMIT));
    store = target.controlStore("control-faults");
  }

  @AfterEach
  void close() {
    store.close();
    target.close();
    proxy.close();
  }

  @Test
  void an_acquisition_whose_reply_is_lost_is_still_one() {
    claimAnything();
    proxy.play(FaultScript.forWrites(new Fault.LoseReply()));

    PipelineRecord record = store.acquire(pipeline, ADA, Optional.empty(), NOON).orElseThrow();

    assertThat(record.generation()).isEqualTo(1);
    assertThat(record.owner()).isEqualTo(ADA);
  }

  @Test
  void a_claim_whose_reply_is_lost_is_still_the_claimant_s() {
    claimAnything();
    proxy.play(FaultScript.forWrites(new Fault.LoseReply()));
    TableClaim claim = new TableClaim(pipeline, "pg-1");

    assertThat(store.claim("table-" + pipeline, claim)).isEqualTo(claim);
  }

  @Test
  void a_save_whose_reply_is_lost_is_saved() {
    long generation = acquire(ADA).generation();
    proxy.play(FaultScript.forWrites(new Fault.LoseReply(), new Fault.FailAfter(500, "Internal")));

    assertThat(store.save(pipeline, generation, checkpoint(1))).isTrue();
    assertThat(saved()).isEqualTo(1);
  }

  @Test
  void a_save_that_arrives_late_does_not_undo_a_later_one() {
    long generation = acquire(ADA).generation();
    proxy.play(FaultScript.forWrites(new Fault.None(), new Fault.ArriveTwice()));
    store.save(pipeline, generation, new Update(null, "loading", Map.of()));
    store.save(pipeline, generation, checkpoint(1));

    store.save(pipeline, generation, checkpoint(2));

    assertThat(saved()).isEqualTo(2);
  }

  @Test
  void a_save_of_an_owner_that_was_fenced_does_not_arrive_late_either() {
    PipelineRecord ada = acquire(ADA);
    proxy.play(FaultScript.forWrites(new Fault.ArriveTwice()));
    store.save(pipeline, ada.generation(), checkpoint(1));

    PipelineRecord bob = acquire(BOB);
    store.save(pipeline, bob.generation(), checkpoint(2));

    assertThat(saved()).isEqualTo(2);
    assertThat(store.save(pipeline, ada.generation(), checkpoint(3))).isFalse();
  }

  @Test
  void passing_throttles_and_damaged_replies_are_waited_out() {
    long generation = acquire(ADA).generation();
    proxy.play(
        FaultScript.forWrites(
            new Fault.Throttle("ThrottlingException", List.of(), "arn"), new Fault.DamageReply()));

    assertThat(store.save(pipeline, generation, checkpoint(1))).isTrue();
    assertThat(saved()).isEqualTo(1);
  }

  @Test
  void a_control_table_that_is_away_for_good_is_a_problem() {
    FaultProxy gone = FaultProxy.before(SHARED.endpoint());
    gone.refuseConnections();
    TargetOptions options =
        TargetOptions.of(null, gone.endpoint()).withCallTimeout(Duration.ofSeconds(1));
    try (DynamoDbTarget nowhere = DynamoDbTarget.open(options)) {
      assertThatThrownBy(() -> nowhere.controlStore("control-faults").renew(pipeline, 1, NOON))
          .isInstanceOf(LockstepException.class)
          .hasMessageContaining("TARGET-UNREACHABLE")
          .hasMessageContaining("control-faults at " + gone.endpoint());
    }
  }

  @Test
  void a_request_that_the_server_did_not_understand_is_made_again() {
    long generation = acquire(ADA).generation();
    Fault misread = new Fault.FailBefore(400, "InvalidAction", "The action is invalid.");
    proxy.play(FaultScript.forWrites(misread, misread));

    assertThat(store.renew(pipeline, generation, NOON)).isTrue();
  }

  @Test
  void a_renewal_is_given_up_before_other_calls_are() {
    ControlStore held = target.controlStore("control-faults", Duration.ofSeconds(1));
    long generation = acquire(ADA).generation();
    assertThat(held.renew(pipeline, generation, NOON)).isTrue();
    proxy.refuseConnections();
    long begun = System.nanoTime();

    assertThatThrownBy(() -> held.renew(pipeline, generation, NOON))
        .hasMessageContaining("TARGET-UNREACHABLE");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT.dividedBy(2));
  }

  @Test
  void a_table_with_another_key_cannot_be_the_control_table() throws InterruptedException {
    TableSpec other =
        new TableSpec(
            "control-" + UUID.randomUUID(), new KeyAttribute("id", KeyType.S), null, List.of());
    SHARED.target().tableAdmin().create(List.of(other));

    assertThatThrownBy(
            () ->
                SHARED
                    .target()
                    .controlStore(other.name())
                    .acquire(pipeline, ADA, Optional.empty(), NOON))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("TABLE-KEY-DIFFERS");
  }

  @Test
  void a_control_table_that_does_not_exist_holds_no_record_and_is_not_made_by_reading() {
    ControlStore nowhere = SHARED.target().controlStore("control-" + UUID.randomUUID());

    assertThat(nowhere.read(pipeline)).isEmpty();
    assertThatThrownBy(() -> nowhere.renew(pipeline, 1, NOON))
        .hasMessageContaining("TABLE-MISSING");
  }

  /** Makes the control table, so that scripts befall nothing else. */
  private void claimAnything() {
    store.claim("any-" + pipeline, new TableClaim(pipeline, "pg-1"));
  }

  private PipelineRecord acquire(Owner owner) {
    return store.acquire(pipeline, owner, store.read(pipeline), NOON).orElseThrow();
  }

  private long saved() {
    Checkpoint checkpoint = store.read(pipeline).orElseThrow().checkpoint();
    assertThat(checkpoint).isNotNull();
    return checkpoint.version().position();
  }

  private static Update checkpoint(long position) {
    Version version = new Version(0, position, 0);
    return new Update(
        new Checkpoint(new SourcePosition("at " + position), version, position), null, Map.of());
  }
}
