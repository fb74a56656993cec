package dev.lockstep.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.apply.Outages;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.MappedSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** That a transaction is cut is noted before a part of it is written, whatever that takes. */
class NotingPartsTest {
  private static final TransactionCut CUT = new TransactionCut(10, 1_000, "ab");
  private static final Version PART = new Version(0, 7, 10);

  private final UnreachableNotes notes = new UnreachableNotes();

  @Test
  void no_part_passes_before_it_is_noted_though_the_control_table_is_out_of_reach() {
    NotingParts noting =
        new NotingParts(
            new Nothing(), notes, CUT, UntilAnswered.of(Duration.ZERO, Duration.ofMillis(5)));
    CompletableFuture<List<Version>> passed = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                noting.complete(part(), part -> passed.complete(List.copyOf(notes.noted)));
              } catch (InterruptedException | RuntimeException e) {
                passed.completeExceptionally(e);
              }
            });
    reader.start();

    await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
    assertThat(passed).isNotDone();
    notes.unreachable = false;
    assertThat(passed.orTimeout(30, TimeUnit.SECONDS).join()).containsExactly(PART);
  }

  private static Transaction part() {
    return new Transaction(Transaction.Kind.STREAM, PART, 1, List.of(), null, 0);
  }

  private static final class UnreachableNotes implements Flow.Notes {
    private final List<Version> noted = new CopyOnWriteArrayList<>();
    private volatile boolean unreachable = true;

    @Override
    public void cutsBy(TransactionCut cut, Version part) {
      if (unreachable) {
        throw Outages.unreachable();
      }
      noted.add(part);
    }

    @Override
    public void loadedAt(Version version) {
      throw new UnsupportedOperationException();
    }
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
