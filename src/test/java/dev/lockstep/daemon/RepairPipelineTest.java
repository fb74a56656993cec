package dev.lockstep.daemon;

import static dev.lockstep.daemon.VerifiedPipeline.verify;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.verify.Finding.SourceRow;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.RepairResult;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A repair sets everything right, and no change that comes meanwhile is lost. */
@ExtendWith(SharedSources.class)
class RepairPipelineTest {
  private static final RepairOrder PLAN = new RepairOrder(true, true);
  private static final RepairOrder WRITE = new RepairOrder(false, false);
  private static final RepairOrder DELETE_TOO = new RepairOrder(false, true);

  @TempDir Path folder;
  private final SharedSources.Servers servers;

  RepairPipelineTest(SharedSources.Servers servers) {
    this.servers = servers;
  }

  @ParameterizedTest
  @EnumSource(Dbms.class)
  void everyMutationIsHealedWhileChangesGoOnAndNoneIsLost(Dbms dbms) throws Exception {
    try (VerifiedPipeline shop = new VerifiedPipeline(folder, servers.get(dbms), "healed");
        PipelineControl pipeline = shop.start()) {
      shop.applied(pipeline);
      VerifyPipelineTest.spoil(shop);
      Verifications verifications = pipeline.verifications();

      RepairResult planned = repaired(verifications, PLAN);
      assertThat(planned.put()).as("%s", planned).isEqualTo(11);
      assertThat(planned.deleted()).isEqualTo(3);
      assertThat(found(verifications)).isEqualTo(14);

      try (Writer writer = new Writer(shop)) {
        RepairResult written = repaired(verifications, WRITE);
        // The workload heals some itself; the rest is written.
        assertThat(written.put()).isPositive();
        assertThat(written.left()).isEqualTo(3);
        assertThat(shop.item("STRANGER", "X")).isNotEmpty();
        RepairResult removed = repaired(verifications, DELETE_TOO);
        assertThat(removed.deleted()).isEqualTo(3);
        writer.assertAlive();
      }
      shop.applied(pipeline);

      VerifyReport after = verify(verifications, VerifyRequest.full());
      assertThat(after.outcome()).as("%s", after).isEqualTo(Outcome.EQUAL);
      // A change after the repair wins over what a stranger's version had made immovable.
      shop.change("UPDATE products SET price = 4711 WHERE id IN (7, 10)");
      shop.applied(pipeline);
      assertThat(shop.item("PRODUCT#7", "DETAILS"))
          .containsEntry("price", AttributeValue.fromN("4711"));
      assertThat(verify(verifications, VerifyRequest.full()).outcome()).isEqualTo(Outcome.EQUAL);
    }
  }

  @Test
  void anItemThatTheKeptRowsMakeWrongIsFoundAsSuch() throws Exception {
    try (VerifiedPipeline shop =
            new VerifiedPipeline(folder, servers.get(Dbms.POSTGRES), "kept rows");
        PipelineControl pipeline = shop.start()) {
      shop.applied(pipeline);
      shop.changeUnlogged("lines", "UPDATE lines SET quantity = 77 WHERE order_id = 7");
      shop.set("PRODUCT#1", "DETAILS", "price", AttributeValue.fromN("0"));
      shop.set("CUSTOMER#9", "ORDER#8", "note", AttributeValue.fromS("a stranger's"));
      shop.applied(pipeline);

      VerifyReport report = verify(pipeline.verifications(), VerifyRequest.full());
      assertThat(report.findings()).hasSize(3);
      assertThat(report.findings())
          .filteredOn(finding -> finding.problem() != null)
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.row()).isEqualTo(new SourceRow("public.orders", List.of("7")));
                assertThat(Objects.requireNonNull(finding.problem()).code())
                    .isEqualTo("KEPT-ROWS-DIFFER");
              });
    }
  }

  private static RepairResult repaired(Verifications verifications, RepairOrder order) {
    VerifyReport report = verify(verifications, VerifyRequest.full().withRepair(order));
    return Objects.requireNonNull(report.repair());
  }

  private static long found(Verifications verifications) {
    return verify(verifications, VerifyRequest.full()).found();
  }

  /** Changes the rows of the items that are being repaired, deletes some and makes them again. */
  private static final class Writer implements AutoCloseable {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<Exception> failed = new AtomicReference<>();
    private final Thread thread;

    Writer(VerifiedPipeline shop) {
      this.thread = new Thread(() -> write(shop));
      thread.start();
    }

    private void write(VerifiedPipeline shop) {
      try {
        for (int i = 0; !stopped.get(); i++) {
          int id = 1 + i % 9;
          shop.change(
              "UPDATE products SET price = price + 1 WHERE id = " + id,
              "DELETE FROM products WHERE id = " + (300 + id),
              "INSERT INTO products VALUES (" + (300 + id) + ", 'new', " + i + ")",
              "UPDATE lines SET quantity = quantity + 1 WHERE order_id = 7");
        }
      } catch (Exception e) {
        failed.set(e);
      }
    }

    void assertAlive() {
      assertThat(failed.get()).isNull();
    }

    @Override
    public void close() throws InterruptedException {
      stopped.set(true);
      thread.join();
    }
  }
}
