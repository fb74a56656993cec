package dev.lockstep.daemon;

import static dev.lockstep.daemon.RemappedPipeline.CUSTOMER;
import static dev.lockstep.daemon.RemappedPipeline.CUSTOMER_WITH_LINES;
import static dev.lockstep.daemon.RemappedPipeline.LIMIT;
import static dev.lockstep.daemon.RemappedPipeline.PRODUCT;
import static dev.lockstep.daemon.RemappedPipeline.PRODUCT_OF_ANOTHER_KEY;
import static dev.lockstep.daemon.RemappedPipeline.PRODUCT_OF_A_KIND;
import static dev.lockstep.daemon.RemappedPipeline.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.testing.servers.PostgresSource;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Items are brought to another mapping while the source changes on, and although that breaks off.
 */
@ExtendWith(SharedServer.class)
@ResourceLock(SharedServer.LOCK)
class RemapUnderWayTest {
  private RemappedPipeline pipeline;

  @BeforeEach
  void fill(PostgresServer server, TestInfo test, @TempDir Path folder) throws Exception {
    pipeline = new RemappedPipeline(folder, new PostgresSource(server), test.getDisplayName());
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void changesGoOnMeanwhile() throws Exception {
    pipeline.run(CUSTOMER + PRODUCT, () -> {});
    AtomicBoolean enough = new AtomicBoolean();
    Thread writer = new Thread(() -> changeUntil(enough), "writer");
    writer.start();
    try {
      pipeline.run(
          CUSTOMER_WITH_LINES + PRODUCT_OF_A_KIND,
          () -> {
            enough.set(true);
            writer.join();
          });
    } finally {
      enough.set(true);
      writer.join();
    }
    pipeline.assertItemsAreThoseOfALoadOf(CUSTOMER_WITH_LINES + PRODUCT_OF_A_KIND);
  }

  @Test
  void whatBreaksOffIsDoneAgain() throws Exception {
    pipeline.run(CUSTOMER + PRODUCT, () -> {});
    String changed = CUSTOMER_WITH_LINES + PRODUCT_OF_ANOTHER_KEY;
    pipeline.change("UPDATE orders SET status = 'paid' WHERE id < 20");
    for (int attempt = 0; attempt < 3; attempt++) {
      try (PipelineControl slow = pipeline.startSlowly(changed)) {
        Awaitility.await().atMost(LIMIT).until(() -> status(slow).phase() != Phase.STARTING);
      }
      pipeline.change("UPDATE lines SET quantity = quantity + 1 WHERE order_id < 30");
    }
    assertThat(pipeline.diff(changed).needsNothing()).isFalse();

    pipeline.run(changed, () -> {});

    assertThat(pipeline.diff(changed).needsNothing()).isTrue();
    pipeline.assertItemsAreThoseOfALoadOf(changed);
  }

  private void changeUntil(AtomicBoolean enough) {
    for (int i = 0; !enough.get(); i++) {
      int order = i % 200 + 1;
      pipeline.change(
          "UPDATE orders SET customer_id = 50 - customer_id WHERE id = " + order,
          "UPDATE lines SET quantity = quantity + 1 WHERE order_id = " + order,
          "DELETE FROM lines WHERE line_no = 3 AND order_id = " + order,
          "UPDATE products SET id = id + 1000 WHERE id = " + (i % 50 + 1),
          "INSERT INTO products VALUES ("
              + (i % 50 + 1)
              + ", 'again', "
              + i
              + ")"
              + " ON CONFLICT (id) DO NOTHING",
          "DELETE FROM products WHERE id > 1000");
    }
  }
}
