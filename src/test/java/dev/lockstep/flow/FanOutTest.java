package dev.lockstep.flow;

import static dev.lockstep.flow.Customers.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.mapping.MappedSink;
import dev.lockstep.mapping.MappedTransaction;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A change of very many items tells how far it is. */
class FanOutTest {
  private final AtomicLong clock = new AtomicLong();
  private final FanOut fanOut = new FanOut(clock::get);

  @Test
  void a_transaction_of_one_slice_is_not_worth_telling() throws Exception {
    try (FanOut.Passage passage = fanOut.of(change())) {
      MappedSink sink = passage.counting(slice -> {});
      sink.accept(slice(3));
      assertThat(fanOut.report()).isNull();
      assertThat(fanOut.items()).isZero();
    }
  }

  @Test
  void one_of_several_slices_tells_its_tables_its_items_and_its_age_until_it_is_over()
      throws Exception {
    try (FanOut.Passage passage = fanOut.of(change())) {
      MappedSink sink = passage.counting(slice -> {});
      sink.accept(slice(3));
      sink.accept(slice(4));
      clock.set(TimeUnit.SECONDS.toNanos(12));
      assertThat(fanOut.report()).isEqualTo(new Spreading(List.of("public.customers"), 7, 12));
      assertThat(fanOut.items()).isEqualTo(7);
    }
    assertThat(fanOut.report()).isNull();
    assertThat(fanOut.items()).isZero();
  }

  private static NetTransaction change() {
    Row row = row(1, "Ada");
    RowChange change = new RowChange(row.key(), null, row, null, false);
    return new NetTransaction(Customers.transaction(5), Set.of(), List.of(change));
  }

  private static MappedTransaction slice(int items) {
    ItemWrite put =
        new ItemWrite.Put(
            new Item(Customers.key(1), Map.of()), Customers.transaction(5).version(), 1);
    return new MappedTransaction(Collections.nCopies(items, put), List.of(), List.of(), List.of());
  }
}
