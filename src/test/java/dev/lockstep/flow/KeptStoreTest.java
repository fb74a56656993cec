package dev.lockstep.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.RowKey;
import dev.lockstep.rowstore.InMemoryRowStores;
import dev.lockstep.rowstore.StoreIdentity;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** When the row store of a run is closed. */
class KeptStoreTest {
  private static final StoreIdentity OWN = new StoreIdentity("shop", "7/shop", "plan-1");

  private final KeptStore store =
      new KeptStore(InMemoryRowStores.create(), OWN, List.of(Customers.KEPT));

  @Test
  void it_stays_open_while_the_thread_that_uses_it_lives() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Thread reader = new Thread(() -> awaited(done), "reader");
    store.startAfresh();
    store.usedBy(reader);
    reader.start();

    store.close();
    assertThat(store.statistics()).isPresent();
    assertThat(store.rows().get(new RowKey(Customers.TABLE, 1L))).isNull();

    done.countDown();
    reader.join();
    store.close();
    assertThat(store.statistics()).isEmpty();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
