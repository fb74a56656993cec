package dev.lockstep.daemon;

import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.LetterFilter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dead letters of a pipeline, as its operators see them. Thread-safe; blocks. */
public interface LetterBox extends AutoCloseable {
  /** The most letters of one page, and of one replay. */
  int MOST = 100;

  /**
   * Letters in the order in which they came.
   *
   * @param after the id of the last one of the page before; absent for the first page
   * @param most at most so many
   */
  Page list(LetterFilter filter, @Nullable String after, int most);

  /** One letter with its content. */
  Optional<DeadLetter> find(String id);

  /**
   * Maps the rows as they are in the source now and writes what comes of it, as versions allow: a
   * concurrent change always wins. Letters that are good then are closed.
   *
   * @param ids at most {@link #MOST}; those that are closed are passed over
   * @param who asks, for the journal
   * @param limit how long all of it may take
   * @throws dev.lockstep.problem.LockstepException if the pipeline does not stream, or not in time
   */
  List<Replayed> replay(Collection<String> ids, String who, Duration limit)
      throws InterruptedException;

  /**
   * Closes letters, though what they are about is not as it should be.
   *
   * @param who asks, for the journal
   * @param reason why that is right
   * @return those that were open
   */
  List<DeadLetter> drop(Collection<String> ids, String who, String reason);

  /** How many are open: as long as any are, no cutover is right. */
  int open();

  @Override
  void close();

  /**
   * Some letters.
   *
   * @param open how many are open in all
   * @param letters of this page, without large content
   * @param next by which the next page is asked for; absent if this is the last one
   */
  record Page(int open, List<DeadLetter> letters, @Nullable String next) {

    /** Cuts a page out of all letters. */
    static Page of(List<DeadLetter> all, LetterFilter filter, @Nullable String after, int most) {
      List<DeadLetter> chosen = filter.of(all);
      List<String> ids = chosen.stream().map(DeadLetter::id).toList();
      int first = after == null ? 0 : 1 + ids.indexOf(after);
      int end = Math.min(chosen.size(), first + Math.min(MOST, Math.max(1, most)));
      String next = end < chosen.size() ? ids.get(end - 1) : null;
      return new Page(all.size(), chosen.subList(first, end), next);
    }
  }
}
