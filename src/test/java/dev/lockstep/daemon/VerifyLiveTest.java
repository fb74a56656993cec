package dev.lockstep.daemon;

import static dev.lockstep.daemon.VerifiedPipeline.verify;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.testing.servers.SourceServer;
import dev.lockstep.verify.Finding;
import dev.lockstep.verify.ScrubProgress;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyReport.TypeResult;
import dev.lockstep.verify.VerifyRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * While rows come, go and change places all the time, a verification finds what is really wrong and
 * nothing that is only on its way.
 */
@ParameterizedClass
@EnumSource(Dbms.class)
@ExtendWith(SharedSources.class)
class VerifyLiveTest {
  private static final int ROUNDS = 2;

  private final SourceServer source;

  VerifyLiveTest(Dbms dbms, SharedSources.Servers servers) {
    source = servers.get(dbms);
  }

  @Test
  void nothingThatIsOnItsWayIsADifference(@TempDir Path folder) throws Exception {
    try (VerifiedPipeline shop = new VerifiedPipeline(folder, source, "live", ScrubTest.FAST);
        PipelineControl pipeline = shop.start();
        Hostile hostile = new Hostile(shop.jdbcUrl(), shop.table("lines"))) {
      Verifications verifications = pipeline.verifications();
      for (int i = 0; i < ROUNDS; i++) {
        VerifyReport report = verify(verifications, VerifyRequest.full());
        assertThat(report.findings()).as("after %s statements", hostile.done()).isEmpty();
        assertThat(report.found()).isZero();
        assertThat(report.types()).allMatch(type -> type.compared() > 0);
      }
      ScrubProgress scrub = ScrubTest.await(pipeline, progress -> progress.passes() > 0);
      assertThat(scrub.open()).as("after %s statements", hostile.done()).isEmpty();
      // Rows that the workload leaves alone.
      shop.delete("PRODUCT#249", "DETAILS");
      shop.set("PRODUCT#250", "DETAILS", "name", AttributeValue.fromS("another"));
      shop.put("PRODUCT#100000", "DETAILS", shop.item("PRODUCT#250", "DETAILS"));
      VerifyReport report = verify(verifications, VerifyRequest.full());
      assertThat(report.findings())
          .extracting(Finding::kind)
          .containsExactlyInAnyOrder(
              Finding.Kind.MISSING, Finding.Kind.DIFFERENT, Finding.Kind.EXTRA);
      assertThat(hostile.done()).isGreaterThan(30);
      hostile.close();
      shop.applied(pipeline);
      VerifyReport quiet =
          verify(verifications, VerifyRequest.full().withItemTypes(List.of("order")));
      assertThat(quiet.outcome()).as("%s", quiet).isEqualTo(Outcome.EQUAL);
      assertThat(quiet.types()).extracting(TypeResult::itemType).containsExactly("order");
    }
  }

  /** Inserts, deletes, moves and changes the same few rows, all the time. */
  private static final class Hostile implements AutoCloseable {
    private static final int ROWS = 30;

    /**
     * Below what a DynamoDB Local takes: a target that falls behind more and more proves nothing.
     */
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How often a table is made anew that others' items are made of too. */
    private static final int EVERY = 10;

    private final String url;
    private final String lines;
    private final Random random = new Random(7);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong done = new AtomicLong();
    private final CompletableFuture<Void> work;

    Hostile(String url, String lines) {
      this.url = url;
      this.lines = lines;
      this.work = CompletableFuture.runAsync(this::work);
    }

    long done() {
      return done.get();
    }

    private void work() {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        while (!stopped.get()) {
          connection.setAutoCommit(false);
          for (int i = random.nextInt(3); i >= 0; i--) {
            statement.execute(next());
          }
          connection.commit();
          if (done.incrementAndGet() % EVERY == 0) {
            statement.execute("TRUNCATE TABLE " + lines);
          }
          LockSupport.parkNanos(PACE_NANOS);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private String next() {
      int id = 1 + random.nextInt(ROWS);
      int other = 1 + random.nextInt(50);
      return switch (random.nextInt(9)) {
        case 0 -> "DELETE FROM products WHERE id = " + id;
        case 1 -> insert("products (id, name, price)", id, id + ", 'new', " + other);
        case 2 -> "UPDATE products SET price = price + 1 WHERE id = " + id;
        case 3 -> "DELETE FROM orders WHERE id = " + id;
        case 4 ->
            insert(
                "orders (id, customer_id, status, note)", id, id + ", " + other + ", 'open', 'x'");
        case 5 -> "UPDATE orders SET customer_id = " + other + " WHERE id = " + id;
        case 6 ->
            "UPDATE orders SET status = CASE WHEN status = 'draft' THEN 'open' ELSE 'draft' END"
                + " WHERE id = "
                + id;
        case 7 -> "UPDATE " + lines + " SET quantity = quantity + 1 WHERE order_id = " + id;
        default ->
            "UPDATE customers SET name = concat(name, '.') WHERE id = "
                + id
                + " AND length(name) < 40";
      };
    }

    private static String insert(String into, int id, String values) {
      String table = into.substring(0, into.indexOf(' '));
      return "INSERT INTO "
          + into
          + " SELECT "
          + values
          + " WHERE NOT EXISTS (SELECT 1 FROM "
          + table
          + " t WHERE t.id = "
          + id
          + ")";
    }

    @Override
    public void close() {
      stopped.set(true);
      work.join();
    }
  }
}
