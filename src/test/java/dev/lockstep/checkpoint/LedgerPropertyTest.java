package dev.lockstep.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories against a ledger that keeps everything and looks at all of it every time. */
@Execution(ExecutionMode.CONCURRENT)
final class LedgerPropertyTest {
  private static final int HISTORIES = 300;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_ledger_agrees_with_one_that_remembers_everything(boolean sourceRestarts) {
    long first = new Random().nextLong();
    for (long seed = first; seed < first + HISTORIES; seed++) {
      new History(seed, sourceRestarts).run();
    }
  }

  /** A transaction as the naive ledger keeps it. */
  private static final class Kept {
    final Ledger.Entry entry;
    final Transaction transaction;
    boolean acknowledged;
    boolean settled;
    boolean abandoned;

    Kept(Ledger.Entry entry, Transaction transaction) {
      this.entry = entry;
      this.transaction = transaction;
    }

    Version version() {
      return transaction.version();
    }
  }

  private static final class History {
    private final long seed;
    private final Random random;
    private final boolean restarts;
    private final Ledger ledger = new Ledger(Optional.empty());
    private final List<Kept> naive = new ArrayList<>();
    private int next = 1;

    History(long seed, boolean restarts) {
      this.seed = seed;
      this.random = new Random(seed);
      this.restarts = restarts;
    }

    void run() {
      for (int step = 0; step < 150; step++) {
        step();
        compare(step);
      }
      naive.forEach(this::settle);
      compare(-1);
      assertThat(ledger.held()).as("seed %d", seed).isZero();
      repeatAll();
    }

    /** Nothing that was abandoned or withdrawn holds the checkpoint back for ever. */
    private void repeatAll() {
      int end = 3 * highest() + 1;
      next = 1;
      while (next <= end) {
        deliver();
        settle(last());
        compare(-next);
      }
      assertThat(ledger.checkpoint().map(Checkpoint::version))
          .as("seed %d", seed)
          .contains(new Version(0, end, 1));
    }

    private int highest() {
      return naive.stream().mapToInt(kept -> (int) kept.version().position()).max().orElse(1);
    }

    private void step() {
      int choice = random.nextInt(100);
      if (choice < 40) {
        deliver();
      } else if (choice < 65) {
        acknowledge(any());
      } else if (choice < 98) {
        settle(any());
      } else if (restarts) {
        restart();
      }
    }

    private void restart() {
      Kept last = last();
      if (last == null || last.settled || random.nextBoolean()) {
        next = 1 + random.nextInt(next);
      } else {
        abandon(last);
      }
    }

    /** Now and then a heartbeat from further on comes before the repeat of changes. */
    private void abandon(Kept kept) {
      kept.abandoned = true;
      ledger.abandoned(kept.entry);
      int number = (int) kept.version().position();
      if (!kept.transaction.changes().isEmpty() && random.nextBoolean()) {
        next = 7 * (number / 7 + 1);
        deliver();
      }
      next = 1 + random.nextInt(number);
    }

    private @Nullable Kept last() {
      return naive.isEmpty() ? null : naive.get(naive.size() - 1);
    }

    private void deliver() {
      Transaction transaction = transaction(next);
      next++;
      ledger
          .register(transaction)
          .ifPresentOrElse(
              entry -> naive.add(new Kept(entry, transaction)), () -> checkDropped(transaction));
    }

    /** Every third transaction is a part without a position, every seventh a heartbeat. */
    private static Transaction transaction(int number) {
      return new Transaction(
          Transaction.Kind.STREAM,
          new Version(0, number, 1),
          number,
          number % 7 == 0
              ? List.of()
              : List.<Change>of(new Change.Truncate(new TableId("public", "t"))),
          number % 3 == 0 ? null : new SourcePosition("p" + number),
          10);
    }

    private void checkDropped(Transaction transaction) {
      assertThat(naive)
          .as("seed %d: dropped %s", seed, transaction.version())
          .anyMatch(kept -> kept.settled && kept.version().equals(transaction.version()));
    }

    private @Nullable Kept any() {
      return naive.isEmpty() ? null : naive.get(random.nextInt(naive.size()));
    }

    private void acknowledge(@Nullable Kept kept) {
      if (kept != null) {
        kept.acknowledged = true;
        ledger.acknowledged(kept.entry);
      }
    }

    private void settle(@Nullable Kept kept) {
      if (kept != null) {
        kept.acknowledged = true;
        kept.settled |= !kept.abandoned;
        ledger.settled(kept.entry);
      }
    }

    private void compare(int step) {
      String when = "seed " + seed + ", step " + step;
      assertThat(ledger.outstanding()).as(when).isEqualTo(outstanding());
      assertThat(ledger.oldestUnacknowledgedMicros()).as(when).isEqualTo(oldest());
      Optional<Version> reached = ledger.checkpoint().map(Checkpoint::version);
      assertThat(unsettledUpTo(reached)).as(when + ": unsettled before").isEmpty();
      if (restarts) {
        assertThat(unacknowledgedUpTo(ledger.acknowledgedUpTo())).as(when).isEmpty();
      } else {
        assertThat(reached).as(when).isEqualTo(newestSettled());
        assertThat(ledger.acknowledgedUpTo()).as(when).isEqualTo(acknowledgedPrefix());
      }
    }

    private Ledger.Outstanding outstanding() {
      List<Kept> open = naive.stream().filter(History::isOpen).toList();
      return new Ledger.Outstanding(
          open.size(),
          (int) naive.stream().filter(kept -> !kept.settled && !kept.abandoned).count(),
          open.stream().mapToLong(kept -> kept.transaction.changes().size()).sum(),
          open.stream().mapToLong(kept -> kept.transaction.bytes()).sum());
    }

    private static boolean isOpen(Kept kept) {
      return !kept.acknowledged && !kept.abandoned;
    }

    private Optional<Long> oldest() {
      return naive.stream()
          .filter(History::isOpen)
          .findFirst()
          .map(kept -> kept.transaction.commitMicros());
    }

    private List<Version> unsettledUpTo(Optional<Version> reached) {
      return naive.stream()
          .filter(kept -> !kept.settled && !isRepeated(kept, repeat -> repeat.settled))
          .filter(kept -> !kept.transaction.changes().isEmpty())
          .map(Kept::version)
          .filter(version -> reached.isPresent() && !version.isAfter(reached.get()))
          .toList();
    }

    private List<Version> unacknowledgedUpTo(Optional<Version> reached) {
      return naive.stream()
          .filter(kept -> !kept.acknowledged || kept.abandoned)
          .filter(kept -> !isRepeated(kept, repeat -> repeat.acknowledged))
          .filter(kept -> !kept.transaction.changes().isEmpty())
          .map(Kept::version)
          .filter(version -> reached.isPresent() && !version.isAfter(reached.get()))
          .toList();
    }

    /** Whether it was abandoned and then delivered again, and that delivery has come so far. */
    private boolean isRepeated(Kept kept, Predicate<Kept> far) {
      return kept.abandoned
          && naive.subList(naive.indexOf(kept) + 1, naive.size()).stream()
              .filter(later -> later.version().equals(kept.version()) && !later.abandoned)
              .anyMatch(far);
    }

    private Optional<Version> newestSettled() {
      return naive.stream()
          .takeWhile(kept -> kept.settled)
          .filter(kept -> kept.transaction.position() != null)
          .map(Kept::version)
          .max(Comparator.naturalOrder());
    }

    private Optional<Version> acknowledgedPrefix() {
      return naive.stream()
          .takeWhile(kept -> kept.acknowledged)
          .map(Kept::version)
          .max(Comparator.naturalOrder());
    }
  }
}
