package dev.lockstep.letters;

import dev.lockstep.change.RowKey;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.RecoveredRow;
import dev.lockstep.mapping.SetAsideRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of dead letters: which are open, what joins or replaces which, and what
 * closes one. Knows all that is open; does no I/O. Thread-safe; asked for each mapped row, so
 * asking takes no lock.
 *
 * <p><b>Versions decide.</b> A letter has the version of the newest state that was set aside. What
 * arrives with an older one changes nothing, so that a replay of the stream leaves what the first
 * run left. A good state closes a letter when its write is acknowledged, if no newer state was set
 * aside meanwhile: between the two the letter is <i>recovering</i>, still open, but no longer
 * stale.
 *
 * <p><b>Rows and items.</b> What cannot be mapped is known by its row, what cannot be written by
 * its item. Of both about one item the newer one stays: a row that becomes bad replaces the letter
 * of its item's refused write, whichever of the two is told first, and a row that is mapped again
 * closes its letter, whose write may be refused and become the other kind. The item of a letter
 * that gave way still <i>lacks</i> the refused write, which is known until a whole write is taken:
 * parts that were mapped before the row became bad may still be under way, and must not be added to
 * it.
 */
final class LetterBook implements SetAsideRows {
  private static final String COLLISION = "KEY-COLLISION";

  private final Map<Subject, Standing> open = new ConcurrentHashMap<>();

  /** Items without a letter of their own that lack a refused write, of this version. */
  private final Map<ItemKey, Version> lacking = new ConcurrentHashMap<>();

  /**
   * An open letter.
   *
   * @param recovering the version of a good state whose write is under way; absent if none is
   */
  private record Standing(DeadLetter letter, @Nullable Version recovering) {}

  /**
   * What is to be done when a letter arrives.
   *
   * @param store the letter to be stored; absent if a later one is
   * @param replaced a letter that goes, for it is about the same item; absent if there is none
   */
  record Arrival(@Nullable DeadLetter store, @Nullable DeadLetter replaced) {}

  /** Takes up what an earlier run left. */
  void resume(DeadLetter letter) {
    open.put(letter.subject(), new Standing(letter.withoutContent(), null));
  }

  /** Letters that had given way to another one when the earlier run ended, and are to be closed. */
  synchronized List<DeadLetter> replacedBefore() {
    List<DeadLetter> replaced = new ArrayList<>();
    for (DeadLetter letter : letters()) {
      if (letter.subject() instanceof Subject.OfItem refused && isOvertaken(letter)) {
        lacks(refused.key(), letter.version());
        replaced.add(letter);
      }
    }
    return replaced;
  }

  /** How many are open. */
  int size() {
    return open.size();
  }

  /** How many more would be open. */
  int added(Collection<Subject> arriving) {
    Set<Subject> added = new HashSet<>(arriving);
    added.removeIf(open::containsKey);
    return added.size();
  }

  /** All that are open, without their content. */
  List<DeadLetter> letters() {
    return open.values().stream().map(Standing::letter).toList();
  }

  Optional<DeadLetter> letter(Subject subject) {
    return Optional.ofNullable(open.get(subject)).map(Standing::letter);
  }

  synchronized Arrival arrive(DeadLetter arriving) {
    if (arriving.subject() instanceof Subject.OfItem refused && isOvertaken(arriving)) {
      lacks(refused.key(), arriving.version());
      return new Arrival(null, null);
    }
    Standing standing = open.get(arriving.subject());
    Optional<DeadLetter> joined =
        standing == null ? Optional.of(arriving) : standing.letter().joinedBy(arriving);
    if (joined.isEmpty()) {
      return repeated(standing, arriving);
    }
    DeadLetter replaced = replacedBy(arriving);
    DeadLetter letter = replaced == null ? joined.get() : joined.get().continuing(replaced);
    open.put(letter.subject(), new Standing(letter.withoutContent(), null));
    return new Arrival(letter, replaced);
  }

  /** The run that brought the letter first may have ended before it was stored. */
  private static Arrival repeated(@Nullable Standing standing, DeadLetter arriving) {
    if (standing == null || !standing.letter().version().equals(arriving.version())) {
      return new Arrival(null, null);
    }
    return new Arrival(standing.letter().keepingContentOf(arriving), null);
  }

  /** Whether the row of a refused write became bad after that write: it has the newer letter. */
  private boolean isOvertaken(DeadLetter refused) {
    return open.values().stream()
        .map(Standing::letter)
        .filter(letter -> letter.subject() instanceof Subject.OfRow)
        .filter(letter -> letter.version().isAfter(refused.version()))
        .anyMatch(letter -> Objects.equals(letter.item(), refused.item()));
  }

  private void lacks(ItemKey item, Version refused) {
    lacking.merge(item, refused, (one, other) -> one.isAfter(other) ? one : other);
  }

  /** A whole write was taken: the item has at least this version now. */
  synchronized void whole(ItemKey item, Version version) {
    lacking.computeIfPresent(item, (key, refused) -> refused.isAfter(version) ? refused : null);
  }

  private @Nullable DeadLetter replacedBy(DeadLetter arriving) {
    ItemKey item = arriving.item();
    if (item == null || arriving.subject() instanceof Subject.OfItem) {
      return null;
    }
    Standing other = open.get(new Subject.OfItem(item));
    if (other == null || other.letter().version().isAfter(arriving.version())) {
      return null;
    }
    lacks(item, other.letter().version());
    return other.letter();
  }

  /** A replay failed; empty if the letter is not the one that was replayed any more. */
  synchronized Optional<DeadLetter> update(DeadLetter tried) {
    Standing standing = open.get(tried.subject());
    if (standing == null || !standing.letter().version().equals(tried.version())) {
      return Optional.empty();
    }
    open.put(tried.subject(), new Standing(tried, standing.recovering()));
    return Optional.of(tried);
  }

  /**
   * A good state of a row was mapped, whose write is to follow.
   *
   * @return the letter that is to be closed once that is acknowledged
   */
  synchronized Optional<Subject> recovers(RecoveredRow row, Version version) {
    Subject subject = new Subject.OfRow(row.itemType(), row.row());
    return stays(subject, row.key()) ? Optional.empty() : recovers(subject, version);
  }

  /** As long as a row has the key that another row has too, nobody knows whose item is right. */
  private boolean stays(Subject subject, @Nullable ItemKey key) {
    Standing standing = open.get(subject);
    return standing != null
        && standing.letter().problem().code().equals(COLLISION)
        && key != null
        && key.equals(standing.letter().item());
  }

  synchronized Optional<Subject> recovers(Subject subject, Version version) {
    Standing standing = open.get(subject);
    if (standing == null || standing.letter().version().isAfter(version)) {
      return Optional.empty();
    }
    open.put(subject, new Standing(standing.letter(), version));
    return Optional.of(subject);
  }

  /** Everything of some kind that was not set aside again since a version recovers by it. */
  synchronized List<Subject> recoverBefore(Version version, Predicate<DeadLetter> which) {
    List<Subject> recovering = new ArrayList<>();
    for (DeadLetter letter : letters()) {
      if (version.isAfter(letter.version()) && which.test(letter)) {
        if (letter.item() != null) {
          whole(letter.item(), version);
        }
        recovers(letter.subject(), version).ifPresent(recovering::add);
      }
    }
    return recovering;
  }

  /** Closes a letter unless a later state than that of a version was set aside. */
  synchronized void close(Subject subject, Version upTo) {
    Standing standing = open.get(subject);
    if (standing != null && !standing.letter().version().isAfter(upTo)) {
      open.remove(subject);
    }
  }

  @Override
  public boolean contains(String itemType, RowKey row) {
    return !open.isEmpty() && open.containsKey(new Subject.OfRow(itemType, row));
  }

  @Override
  public boolean isStale(String itemType, RowKey row) {
    if (open.isEmpty()) {
      return false;
    }
    Standing standing = open.get(new Subject.OfRow(itemType, row));
    return standing != null && standing.recovering() == null;
  }

  /** Whether a write of an item was refused, and none was taken since. */
  boolean isRefused(ItemKey item) {
    return (!open.isEmpty() && open.containsKey(new Subject.OfItem(item)))
        || (!lacking.isEmpty() && lacking.containsKey(item));
  }

  /** The items that stand for what they should not, and are to stay. */
  Set<ItemKey> staleItems() {
    Set<ItemKey> items = new HashSet<>();
    for (Standing standing : open.values()) {
      ItemKey item = standing.letter().item();
      if (item != null && standing.recovering() == null) {
        items.add(item);
      }
    }
    return items;
  }
}
