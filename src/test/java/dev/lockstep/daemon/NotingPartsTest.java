package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.FaultyControlStore;
import dev.lockstep.checkpoint.InMemoryControlStore;
import dev.lockstep.checkpoint.Lease;
import dev.lockstep.mapping.MappedSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** That a transaction is cut is noted before a part of it is written, whatever that takes. */
class NotingPartsTest {
  private static final TransactionCut CUT = new TransactionCut(10, 1_000, "ab");
  private static final Version PART = new Version(0, 7, 10);

  private final InMemoryControlStore store = new InMemoryControlStore();
  private final FaultyControlStore reached = new FaultyControlStore(store);

  @Test
  void no_part_passes_before_it_is_noted_though_the_control_table_is_out_of_reach() {
    NotingParts noting = noting();
    reached.unreachable(true);
    CompletableFuture<Optional<String>> passed = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                noting.complete(part(), part -> passed.complete(noted()));
              } catch (InterruptedException | RuntimeException e) {
                passed.completeExceptionally(e);
              }
            });
    reader.start();

    await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
    assertThat(passed).isNotDone();
    reached.unreachable(false);
    assertThat(passed.orTimeout(30, TimeUnit.SECONDS).join()).contains(PART.toDecimal());
  }

  private Optional<String> noted() {
    return store.read("shop").map(record -> record.facts().get("cut-version"));
  }

  private NotingParts noting() {
    Instant now = Instant.EPOCH;
    Lease lease =
        new Lease(
            store.acquire("shop", new Owner("a", "ada"), Optional.empty(), now).orElseThrow(),
            Optional.empty());
    return new NotingParts(
        new Nothing(),
        new ControlSide(reached, "shop", lease),
        CUT,
        UntilAnswered.of(Duration.ZERO, Duration.ofMillis(5)));
  }

  private static Transaction part() {
    return new Transaction(Transaction.Kind.STREAM, PART, 1, List.of(), null, 0);
  }

  private static final class Nothing implements Materialiser {
    @Override
    public void beginLoad() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void map(NetTransaction net, MappedSink sink) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void endLoad(Transaction end, MappedSink sink) {
      throw new UnsupportedOperationException();
    }
  }
}
