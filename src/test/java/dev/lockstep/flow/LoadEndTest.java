package dev.lockstep.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.apply.Acknowledgement;
import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ApplyListener;
import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.BadRows;
import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import dev.lockstep.letters.Letters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the end of a load leaves in the target. */
class LoadEndTest {
  private static final Version FIRST = new Version(0, 100, 0);
  private static final Version SECOND = new Version(0, 200, 0);

  private final InMemoryItemStore store = new InMemoryItemStore("t");
  private final Ledger ledger = new Ledger(Optional.empty());
  private final AtomicInteger loaded = new AtomicInteger();
  private final Applier applier =
      Applier.start(store, ApplyOptions.defaults(), ApplyListener.none(), BadRows.halt());

  @AfterEach
  void stop() {
    applier.close();
  }

  @Test
  void a_first_load_into_empty_tables_deletes_nothing() throws Exception {
    LoadEnd end = loadEnd(new LoadPlan(true, true, false));
    applier.beginLoad(true);
    begin(end, FIRST);
    write("a", FIRST);
    finish(end, FIRST);
    assertThat(store.contents()).containsOnlyKeys(key("a"));
    assertThat(ledger.checkpoint()).isPresent();
  }

  @Test
  void a_load_over_earlier_items_deletes_those_it_did_not_write() throws Exception {
    write("orphan", FIRST);
    store.putForeign(key("stranger"), Map.of());
    applier.drain();
    LoadEnd end = loadEnd(new LoadPlan(true, false, true));
    begin(end, SECOND);
    write("a", SECOND);
    finish(end, SECOND);
    assertThat(store.contents()).containsOnlyKeys(key("a"), key("stranger"));
  }

  @Test
  void a_load_that_the_source_begins_again_deletes_what_only_the_first_attempt_wrote()
      throws Exception {
    LoadEnd end = loadEnd(new LoadPlan(true, true, false));
    applier.beginLoad(true);
    begin(end, FIRST);
    write("a", FIRST);
    write("orphan", FIRST);
    begin(end, SECOND);
    write("a", SECOND);
    finish(end, SECOND);
    assertThat(store.contents()).containsOnlyKeys(key("a"));
    assertThat(loaded).hasValue(1);
  }

  private LoadEnd loadEnd(LoadPlan plan) {
    TableSpec table = new TableSpec("t", new KeyAttribute("pk", KeyType.S), null, List.of());
    return new LoadEnd(
        List.of(table),
        applier,
        new Sweep(store, applier),
        Letters.halting(),
        new LoadProgress(Map.of(), List.of()),
        plan,
        new Unchanged(store, applier, plan.compares(), 8, 100),
        version -> loaded.incrementAndGet());
  }

  private static void begin(LoadEnd end, Version version) throws InterruptedException {
    assertThat(end.begins(version)).isTrue();
    assertThat(end.begins(version)).isFalse();
  }

  private void finish(LoadEnd end, Version version) throws InterruptedException {
    Transaction last =
        new Transaction(
            Transaction.Kind.SNAPSHOT_END,
            version,
            1,
            List.of(),
            new SourcePosition("after the load"),
            0);
    TransactionAck ack = new TransactionAck(ledger, ledger.register(last).orElseThrow(), () -> {});
    end.reached(last, ack);
    ack.seal();
    applier.drain();
  }

  private void write(String name, Version version) throws InterruptedException {
    applier.submit(
        List.of(new ItemWrite.Put(new Item(key(name), Map.of()), version, 1)), new Ignored());
  }

  private static ItemKey key(String name) {
    return new ItemKey("t", new Value.Text(name), null);
  }

  private static final class Ignored implements Acknowledgement {
    @Override
    public void acknowledged() {}

    @Override
    public void settled() {}
  }
}
