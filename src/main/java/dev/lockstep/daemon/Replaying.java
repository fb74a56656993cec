package dev.lockstep.daemon;

import dev.lockstep.apply.Acknowledgement;
import dev.lockstep.apply.Applier;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.daemon.Replayed.Outcome;
import dev.lockstep.flow.Turn;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.letters.Subject;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.wiring.SourceSide;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Replays dead letters. Their rows are read and mapped, then a marker is written into the source's
 * log and waited for. Whatever changed a row up to the reading has come through the stream by then,
 * and has closed its letter or made it newer: a letter that is still the same is about the row as
 * it was read. Its item is written in the stream's turn, so that what the stream brings next comes
 * after it, with the marker's version, so that it is newer.
 *
 * @param streams whether the pipeline streams; asked in its turn
 */
record Replaying(
    SourceSide source,
    MappingPlan plan,
    DeadLetters letters,
    Turn turn,
    Applier applier,
    Ledger ledger,
    BooleanSupplier streams) {
  private static final long POLL_MILLIS = 10;

  List<Replayed> replay(List<DeadLetter> chosen, Duration limit) throws InterruptedException {
    if (chosen.isEmpty()) {
      return List.of();
    }
    if (!streams.getAsBoolean()) {
      throw new LockstepException(notStreaming());
    }
    Instant deadline = Instant.now().plus(limit);
    Map<DeadLetter, Reading> readings = read(chosen);
    Version marker = source.catalog().marker();
    awaitPassed(marker, deadline, limit);
    List<Attempt> attempts = new ArrayList<>();
    boolean had =
        turn.take(
            left(deadline),
            () -> {
              for (Map.Entry<DeadLetter, Reading> reading : readings.entrySet()) {
                attempts.add(attempt(reading.getKey(), reading.getValue(), marker));
              }
            });
    if (!had) {
      throw new LockstepException(late(limit));
    }
    List<Replayed> replayed = new ArrayList<>();
    for (Attempt attempt : attempts) {
      if (!attempt.done().await(left(deadline).toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LockstepException(late(limit));
      }
      replayed.add(concluded(attempt));
    }
    return replayed;
  }

  /**
   * A letter whose write is under way.
   *
   * @param item that is written or deleted; absent if there is nothing to do
   */
  private record Attempt(
      DeadLetter letter, Outcome outcome, @Nullable ItemKey item, CountDownLatch done) {}

  private Map<DeadLetter, Reading> read(List<DeadLetter> chosen) throws InterruptedException {
    Map<DeadLetter, Reading> readings = new LinkedHashMap<>();
    Duration limit = source.config().source().limits().statementTimeout();
    try (SourceProbe probe = source.catalog().probe(limit)) {
      LetterReader reader = new LetterReader(plan, source.tables(), probe);
      for (DeadLetter letter : chosen) {
        readings.put(letter, reader.read(letter));
      }
    }
    return readings;
  }

  private void awaitPassed(Version marker, Instant deadline, Duration limit)
      throws InterruptedException {
    while (!ledger.drainedPast(marker)) {
      if (left(deadline).isZero()) {
        throw new LockstepException(late(limit));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static Duration left(Instant deadline) {
    Duration left = Duration.between(Instant.now(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Attempt attempt(DeadLetter letter, Reading reading, Version version)
      throws InterruptedException {
    boolean same =
        letters
            .current(letter.subject())
            .filter(now -> now.version().equals(letter.version()))
            .isPresent();
    if (!same || !streams.getAsBoolean()) {
      return new Attempt(letter, Outcome.OVERTAKEN, null, new CountDownLatch(0));
    }
    if (reading instanceof Reading.Bad bad) {
      CountDownLatch stored = new CountDownLatch(1);
      letters.failedAgain(letter, bad.problem(), stored::countDown);
      return new Attempt(letter, Outcome.BAD, null, stored);
    }
    return write(letter, reading, version);
  }

  private Attempt write(DeadLetter letter, Reading reading, Version version)
      throws InterruptedException {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    Written written = new Written(new CountDownLatch(1));
    Acknowledgement ack =
        letter.subject() instanceof Subject.OfRow
            ? letters.closing(letter, version, written)
            : written;
    if (reading instanceof Reading.Good good) {
      applier.submit(List.of(new ItemWrite.Put(good.item(), version, micros)), ack);
      return new Attempt(letter, Outcome.HEALED, good.item().key(), written.done());
    }
    ItemKey stale = letter.item();
    List<ItemWrite> deletes =
        stale == null ? List.of() : List.of(new ItemWrite.Delete(stale, version, micros));
    applier.submit(deletes, ack);
    return new Attempt(letter, Outcome.GONE, stale, written.done());
  }

  private record Written(CountDownLatch done) implements Acknowledgement {
    @Override
    public void acknowledged() {
      done.countDown();
    }

    @Override
    public void settled() {
      // A tombstone is the applier's own affair.
    }
  }

  /** A write may have been refused, which keeps a letter open, or opens one about the item. */
  private Replayed concluded(Attempt attempt) {
    DeadLetter letter = attempt.letter();
    Problem problem = open(letter.subject());
    ItemKey item = attempt.item();
    if (problem == null && item != null) {
      problem = open(new Subject.OfItem(item));
    }
    boolean bad = problem != null && attempt.outcome() != Outcome.OVERTAKEN;
    return new Replayed(letter.id(), bad ? Outcome.BAD : attempt.outcome(), bad ? problem : null);
  }

  private @Nullable Problem open(Subject subject) {
    return letters.current(subject).map(DeadLetter::problem).orElse(null);
  }

  static Problem notStreaming() {
    return Problem.error(
        Category.CONFIGURATION,
        "PIPELINE-NOT-STREAMING",
        "the pipeline does not stream, so dead letters cannot be replayed or dropped",
        null,
        "Wait until the load is over, or resume it, and replay again.");
  }

  private static Problem late(Duration limit) {
    return Problem.error(
        Category.TARGET,
        "REPLAY-LATE",
        "the pipeline has not come so far within "
            + limit.toSeconds()
            + " s that what the source says now may be written",
        null,
        "See its lag with 'lockstep status'; letters that were healed close by themselves. Replay"
            + " again, with a longer --timeout.");
  }
}
