package dev.lockstep.daemon;

import static dev.lockstep.daemon.RemappedPipeline.CUSTOMER;
import static dev.lockstep.daemon.RemappedPipeline.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.demo.PostgresServer;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.testing.servers.PostgresSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a pipeline knows of the runs before when it is started with another configuration. */
@ExtendWith(SharedServer.class)
@ResourceLock(SharedServer.LOCK)
class StartAgainTest {
  private static final String CUT = "cut";

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
  void aReloadFromALogThatIsBehindTheItemsIsRefusedUntilTheEpochIsRaised() throws Exception {
    runOnce(StartMode.RESUME, source("epoch: 5"));
    Map<String, AttributeValue> before = pipeline.versions();

    try (PipelineControl behind = pipeline.start(PRODUCT, StartMode.RELOAD, source("epoch: 4"))) {
      assertThat(behind.awaitEnd()).map(Problem::code).hasValue("VERSION-BEHIND");
    }
    assertThat(pipeline.record().checkpoint()).as("nothing is forgotten").isNotNull();

    pipeline.change("UPDATE products SET name = 'another' WHERE id = 1");
    runOnce(StartMode.RELOAD, source("epoch: 6"));
    assertThat(pipeline.versions().get("PRODUCT#1/DETAILS"))
        .isNotEqualTo(before.get("PRODUCT#1/DETAILS"));

    try (PipelineControl behind = pipeline.start(PRODUCT, StartMode.RELOAD, source("epoch: 5"))) {
      assertThat(behind.awaitEnd()).map(Problem::code).hasValue("VERSION-BEHIND");
    }
  }

  @Test
  void whatWouldCutAHalfWrittenTransactionOtherwiseWaitsForACleanStop() throws Exception {
    try (PipelineControl running =
        pipeline.start(PRODUCT, StartMode.RESUME, source("max-transaction-changes: 30"))) {
      awaitStreaming(running);
      assertThat(pipeline.record().facts()).as("nothing is cut").doesNotContainKey(CUT);
      pipeline.change("UPDATE products SET price = price + 1");
      pipeline.awaitApplied(running);
      assertThat(pipeline.record().facts().get(CUT)).startsWith("changes=30 ");
    }
    assertThat(pipeline.record().facts()).as("a clean stop").doesNotContainKey(CUT);

    try (PipelineControl slow =
        pipeline.start(
            PRODUCT,
            StartMode.RESUME,
            text ->
                source("max-transaction-changes: 20").apply(text)
                    + "  write-units-per-second: 1\nshutdown-timeout: 1s\n")) {
      awaitStreaming(slow);
      pipeline.change("UPDATE products SET price = price + 1");
      Awaitility.await()
          .atMost(RemappedPipeline.LIMIT)
          .until(() -> RemappedPipeline.status(slow).inFlight() > 0);
    }
    assertThat(pipeline.record().facts().get(CUT)).startsWith("changes=20 ");

    UnaryOperator<String> same = source("max-transaction-changes: 20");
    try (PipelineControl more = pipeline.start(PRODUCT + CUSTOMER, StartMode.RESUME, same)) {
      assertThat(more.awaitEnd()).map(Problem::code).hasValue("MAPPING-HELD");
    }
    try (PipelineControl next =
        pipeline.start(PRODUCT, StartMode.RESUME, source("max-transaction-changes: 10"))) {
      awaitStreaming(next);
      pipeline.awaitApplied(next);
      assertThat(pipeline.record().facts().get(CUT)).as("held").startsWith("changes=20 ");
    }
    assertThat(pipeline.record().facts()).as("a clean stop").doesNotContainKey(CUT);

    UnaryOperator<String> other = source("max-transaction-changes: 10");
    try (PipelineControl last = pipeline.start(PRODUCT + CUSTOMER, StartMode.RESUME, other)) {
      awaitStreaming(last);
      pipeline.change("UPDATE products SET price = price + 1");
      pipeline.awaitApplied(last);
      assertThat(pipeline.record().facts().get(CUT)).startsWith("changes=10 ");
    }
  }

  private void runOnce(StartMode mode, UnaryOperator<String> edit) throws Exception {
    try (PipelineControl running = pipeline.start(PRODUCT, mode, edit)) {
      awaitStreaming(running);
      pipeline.awaitApplied(running);
    }
  }

  private static void awaitStreaming(PipelineControl running) {
    Awaitility.await()
        .atMost(RemappedPipeline.LIMIT)
        .until(() -> RemappedPipeline.status(running).phase() == Phase.STREAMING);
  }

  private static UnaryOperator<String> source(String line) {
    return text -> text.replace("source:\n", "source:\n  " + line + "\n");
  }
}
