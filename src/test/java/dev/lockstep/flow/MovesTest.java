package dev.lockstep.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ApplyListener;
import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.BadRows;
import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.Outages;
import dev.lockstep.apply.Replay;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.Move;
import dev.lockstep.problem.LockstepException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that get other keys in changes that do not send their large values. */
class MovesTest {
  private static final Version BEFORE = new Version(0, 5, 1);
  private static final Version NOW = new Version(0, 10, 3);
  private static final UntilAnswered PATIENCE =
      UntilAnswered.of(Duration.ZERO, Duration.ofMillis(1));

  private final InMemoryItemStore store = new InMemoryItemStore("t");
  private final AtomicInteger failures = new AtomicInteger();
  private final Ledger ledger = new Ledger(Optional.empty());
  private final Applier applier =
      Applier.start(
          store,
          ApplyOptions.defaults().with(new Replay(NOW, Duration.ZERO)),
          ApplyListener.none(),
          BadRows.halt());
  private final Moves moves = new Moves(outOfReach(), applier, PATIENCE);

  @BeforeEach
  void threeRowsStand() {
    for (int id = 1; id <= 3; id++) {
      assertThat(store.attempt(put(id, "body" + id, BEFORE))).isNotNull();
    }
  }

  @AfterEach
  void stop() {
    applier.close();
  }

  @Test
  void rows_that_follow_each_other_keep_their_values() throws Exception {
    carryOut(move(1, 2), move(2, 3), move(3, 4));
    assertThat(bodies()).isEqualTo(Map.of(1, "body1", 2, "body1", 3, "body2", 4, "body3"));
  }

  @Test
  void rows_that_change_places_keep_their_values() throws Exception {
    carryOut(move(1, 2), move(2, 1));
    assertThat(bodies()).isEqualTo(Map.of(1, "body2", 2, "body1", 3, "body3"));
  }

  @Test
  void a_repeat_after_any_number_of_steps_ends_the_same() throws Exception {
    assertThat(store.attempt(put(4, "body3", NOW))).isNotNull();
    assertThat(store.attempt(put(3, "body2", NOW))).isNotNull();
    carryOut(move(1, 2), move(2, 3), move(3, 4));
    assertThat(bodies()).isEqualTo(Map.of(1, "body1", 2, "body1", 3, "body2", 4, "body3"));
  }

  @Test
  void a_repeat_of_what_was_all_done_changes_nothing() throws Exception {
    carryOut(move(1, 2), move(2, 1));
    carryOut(move(1, 2), move(2, 1));
    assertThat(bodies()).isEqualTo(Map.of(1, "body2", 2, "body1", 3, "body3"));
  }

  @Test
  void a_stop_between_rows_that_change_places_is_seen_at_the_repeat() {
    assertThat(store.attempt(put(2, "body1", NOW))).isNotNull();
    assertThatThrownBy(() -> carryOut(move(1, 2), move(2, 1)))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("MOVE-INCOMPLETE");
  }

  @Test
  void an_outage_while_the_old_items_are_read_is_waited_out() throws Exception {
    failures.set(7);
    carryOut(move(1, 2), move(2, 3), move(3, 4));
    assertThat(bodies()).isEqualTo(Map.of(1, "body1", 2, "body1", 3, "body2", 4, "body3"));
    assertThat(failures).as("failures left").hasNonPositiveValue();
  }

  /** The store, of which so many reads fail that there are failures left. */
  private ItemStore outOfReach() {
    return new RecordingStore(store) {
      @Override
      public CompletableFuture<Optional<StoredItem>> read(ItemKey key) {
        return failures.getAndDecrement() > 0
            ? CompletableFuture.failedFuture(Outages.unreachable())
            : super.read(key);
      }
    };
  }

  private void carryOut(Move... all) throws InterruptedException {
    Transaction transaction =
        new Transaction(Transaction.Kind.STREAM, NOW, 1, List.of(), new SourcePosition("here"), 0);
    TransactionAck ack =
        new TransactionAck(ledger, ledger.register(transaction).orElseThrow(), () -> {});
    moves.carryOut(List.of(all), ack);
  }

  private Map<Integer, String> bodies() {
    return store.contents().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> Integer.parseInt(text(entry.getKey().partition())),
                entry -> text(entry.getValue().getOrDefault("body", new Value.Null()))));
  }

  private static String text(Value value) {
    return value instanceof Value.Text text ? text.text() : value.toString();
  }

  private static Move move(int from, int to) {
    return new Move(key(from), new ItemWrite.Patch(key(to), Map.of(), Set.of(), NOW, 1));
  }

  private static ItemWrite.Put put(int id, String body, Version version) {
    return new ItemWrite.Put(new Item(key(id), Map.of("body", new Value.Text(body))), version, 1);
  }

  private static ItemKey key(int id) {
    return new ItemKey("t", new Value.Text(Integer.toString(id)), null);
  }
}
