package dev.lockstep.letters;

import dev.lockstep.apply.Acknowledgement;
import dev.lockstep.apply.BadRows;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.mapping.RecoveredRow;
import dev.lockstep.mapping.SetAsideRows;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of a running pipeline: takes what is bad, has it stored before it is
 * acknowledged, closes what was made good. Under the policy {@code halt} it takes nothing, but what
 * is open still closes. Thread-safe.
 */
public final class DeadLetters implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  /** Says that nobody knows which item is stale: then nothing can be set aside. */
  private static final String UNKNOWN_ITEM = "BEFORE-IMAGE-MISSING";

  private final LetterStore store;
  private final Options options;
  private final InstantSource clock;
  private final LetterBook book = new LetterBook();
  private final LetterDesk desk;
  private final Executor replies;
  private final Consumer<Problem> failed;

  /**
   * What a pipeline does about bad rows.
   *
   * @param setsAside whether they are set aside; else they halt it
   * @param most how many letters may be open
   * @param itemType the item type that has items of a key, if there is only one
   * @param patience with the store
   */
  public record Options(
      boolean setsAside,
      int most,
      Function<ItemKey, Optional<String>> itemType,
      UntilAnswered patience) {}

  private DeadLetters(
      LetterStore store,
      Options options,
      Surroundings around,
      InstantSource clock,
      LetterThreads threads) {
    this.store = store;
    this.options = options;
    this.clock = clock;
    this.desk =
        new LetterDesk(around::mayWrite, around::failed, options.patience(), threads.desk());
    this.replies = threads.replies();
    this.failed = around::failed;
  }

  /** What letters need to know of the pipeline, and tell it. */
  public interface Surroundings {
    /** Whether the lease is held. */
    boolean mayWrite();

    /** Letters cannot be stored, or there are too many. */
    void failed(Problem problem);
  }

  /** Takes up the letters that are open. */
  public static DeadLetters open(
      LetterStore store, Options options, Surroundings around, InstantSource clock) {
    return open(store, options, around, clock, LetterThreads.own());
  }

  /** The same, by other threads. */
  static DeadLetters open(
      LetterStore store,
      Options options,
      Surroundings around,
      InstantSource clock,
      LetterThreads threads) {
    DeadLetters letters = new DeadLetters(store, options, around, clock, threads);
    store.each(letters.book::resume);
    for (DeadLetter replaced : letters.book.replacedBefore()) {
      letters.desk.submit(() -> letters.close(replaced.subject(), replaced.version()));
    }
    if (letters.count() > 0 && !options.setsAside()) {
      log.warn("{}", LetterProblems.openUnderHalt(letters.count()));
    }
    return letters;
  }

  /** How many are open. */
  public int count() {
    return book.size();
  }

  /** All that are open, without their content. */
  public List<DeadLetter> all() {
    return book.letters();
  }

  /** What the mapper has to know. */
  public SetAsideRows rows() {
    return book;
  }

  /** The items that stand for what they should not, and are to stay. */
  public Set<ItemKey> staleItems() {
    return book.staleItems();
  }

  boolean isRefused(ItemKey item) {
    return book.isRefused(item);
  }

  /**
   * Sets rows aside; all of them or, with an exception, none.
   *
   * @param version of their transaction
   * @param share made once if there are any; told when the letters are durable
   * @throws LockstepException if they halt the pipeline
   */
  public void take(List<BadRow> rows, Version version, Supplier<Acknowledgement> share)
      throws InterruptedException {
    if (rows.isEmpty()) {
      return;
    }
    refuse(rows);
    for (BadRow row : rows) {
      LetterBook.Arrival arrival = book.arrive(letter(row, version));
      desk.doInTurn(() -> store(arrival));
    }
    Acknowledgement stored = share.get();
    desk.submit(
        () -> {
          stored.acknowledged();
          stored.settled();
        });
  }

  private void refuse(List<BadRow> rows) {
    boolean unknown = rows.stream().anyMatch(row -> row.problem().code().equals(UNKNOWN_ITEM));
    if (!options.setsAside() || unknown) {
      throw new LockstepException(rows.stream().map(BadRow::problem).toList(), null);
    }
    List<Subject> subjects = rows.stream().<Subject>map(DeadLetters::subject).toList();
    int added = book.added(subjects);
    if (added > 0 && book.size() + added > options.most()) {
      throw new LockstepException(LetterProblems.full(book.size(), added, options.most()));
    }
  }

  private static Subject subject(BadRow row) {
    return new Subject.OfRow(row.itemType(), row.row());
  }

  private DeadLetter letter(BadRow row, Version version) {
    return DeadLetter.of(
        subject(row), row.itemType(), row.key(), version, row.problem(), clock.instant(), null);
  }

  private void store(LetterBook.Arrival arrival) {
    DeadLetter letter = arrival.store();
    if (letter == null) {
      return;
    }
    put(letter);
    log.warn("set aside as {}: {}", letter.id(), letter.problem());
    DeadLetter replaced = arrival.replaced();
    if (replaced != null) {
      close(replaced.subject(), letter.version());
    }
  }

  /**
   * Unless it was closed meanwhile, by a later state of which the first delivery was acknowledged
   * while the source repeated itself: nobody would close it once more.
   */
  private void put(DeadLetter letter) {
    if (book.letter(letter.subject()).isPresent()) {
      store.put(letter);
    }
  }

  private void close(Subject subject, Version upTo) {
    store.remove(subject, upTo);
    book.close(subject, upTo);
  }

  /**
   * What acknowledges the writes of a transaction that makes rows good.
   *
   * @param next told in its turn, when the rows' letters are closed
   */
  public Acknowledgement closing(
      List<RecoveredRow> recovered, Version version, Acknowledgement next) {
    if (recovered.isEmpty()) {
      return next;
    }
    List<Subject> subjects = new ArrayList<>();
    recovered.forEach(row -> book.recovers(row, version).ifPresent(subjects::add));
    return closingAll(subjects, version, next);
  }

  private Acknowledgement closingAll(
      List<Subject> subjects, Version version, Acknowledgement next) {
    return subjects.isEmpty()
        ? next
        : new ClosingAcknowledgement(subjects, version, this::close, desk, next);
  }

  /**
   * The items that letters of before a version name. What stands there may not be all that will: an
   * earlier write whose outcome nobody knows may come late, where the one after it was refused.
   */
  public Set<ItemKey> itemsBefore(Version version, Predicate<DeadLetter> which) {
    return all().stream()
        .filter(letter -> version.isAfter(letter.version()) && which.test(letter))
        .flatMap(letter -> Stream.ofNullable(letter.item()))
        .collect(Collectors.toSet());
  }

  /**
   * Everything is made anew, or gone: letters of before close, unless they were renewed.
   *
   * @param version of what is made
   * @param which letters it is about
   * @param share made if there are any; told when they are closed
   */
  public void closeBefore(
      Version version, Predicate<DeadLetter> which, Supplier<Acknowledgement> share) {
    List<Subject> subjects = book.recoverBefore(version, which);
    if (!subjects.isEmpty()) {
      Acknowledgement closing = closingAll(subjects, version, share.get());
      closing.acknowledged();
      closing.settled();
    }
  }

  /** The target, minding what was refused before. */
  public ItemStore guarding(ItemStore items) {
    return new GuardedItems(items, this);
  }

  /** Decides about writes that the target refuses for good. */
  public BadRows refusedWrites() {
    return this::setAside;
  }

  private CompletableFuture<Boolean> setAside(ItemWrite write, Problem problem) {
    Subject subject = new Subject.OfItem(write.key());
    if (!options.setsAside()) {
      return CompletableFuture.completedFuture(false);
    }
    if (book.added(List.of(subject)) > 0 && book.size() >= options.most()) {
      failed.accept(LetterProblems.full(book.size(), 1, options.most()));
      return CompletableFuture.completedFuture(false);
    }
    DeadLetter letter =
        DeadLetter.of(
            subject,
            options.itemType().apply(write.key()).orElse(null),
            write.key(),
            write.version(),
            problem,
            clock.instant(),
            WriteText.of(write));
    LetterBook.Arrival arrival = book.arrive(letter);
    CompletableFuture<Boolean> stored = new CompletableFuture<>();
    desk.submit(
        () -> {
          store(arrival);
          stored.completeAsync(() -> true, replies);
        });
    return stored;
  }

  /** An item has at least this version now. */
  CompletableFuture<Boolean> taken(ItemKey item, Version version) {
    book.whole(item, version);
    Optional<Subject> subject = book.recovers(new Subject.OfItem(item), version);
    if (subject.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    desk.submit(
        () -> {
          close(subject.get(), version);
          closed.completeAsync(() -> true, replies);
        });
    return closed;
  }

  /** Where they are kept. */
  public LetterStore store() {
    return store;
  }

  /** A letter as it is now; empty if it is closed. */
  public Optional<DeadLetter> current(Subject subject) {
    return book.letter(subject);
  }

  /**
   * A replay of a letter showed that it must stay.
   *
   * @param stored told when that is durable
   */
  public void failedAgain(DeadLetter letter, Problem why, Runnable stored) {
    Optional<DeadLetter> tried = book.update(letter.triedAgain(why, clock.instant()));
    desk.submit(
        () -> {
          tried.ifPresent(this::put);
          stored.run();
        });
  }

  /**
   * What acknowledges a write that a replay of a letter makes.
   *
   * @param version of that write
   * @param next told when the letter is closed
   */
  public Acknowledgement closing(DeadLetter letter, Version version, Acknowledgement next) {
    return closingAll(
        book.recovers(letter.subject(), version).map(List::of).orElse(List.of()), version, next);
  }

  /** Closes a letter whatever it says; completes when that is durable. */
  public CompletableFuture<Void> drop(DeadLetter letter) {
    CompletableFuture<Void> dropped = new CompletableFuture<>();
    desk.submit(
        () -> {
          close(letter.subject(), letter.version());
          dropped.complete(null);
        });
    return dropped;
  }

  /** Whether letters are still being stored or closed. */
  public boolean isBusy() {
    return desk.isBusy();
  }

  @Override
  public void close() {
    desk.close();
  }
}
