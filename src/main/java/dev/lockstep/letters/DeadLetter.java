package dev.lockstep.letters;

import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.problem.Problem;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A state of a row that did not become what it should in the target, and why.
 *
 * @param subject what it is about
 * @param itemType of the item that should be; absent if that cannot be told from a refused write
 * @param item the key of the item, under which the last good state still stands, if there was one;
 *     absent if the row gives no key, and then there is no item
 * @param version of the newest state that was set aside
 * @param problem why, and what to do
 * @param first when it was set aside at first
 * @param last when it was set aside, or a replay failed, for the last time
 * @param attempts how often
 * @param content what was to be written, as JSON; absent where there was nothing yet, or where it
 *     is large
 * @param contentFile the file in the data directory that has the content instead; absent if none
 *     does
 */
public record DeadLetter(
    Subject subject,
    @Nullable String itemType,
    @Nullable ItemKey item,
    Version version,
    Problem problem,
    Instant first,
    Instant last,
    int attempts,
    @Nullable String content,
    @Nullable String contentFile) {

  /** The first one of its subject. */
  static DeadLetter of(
      Subject subject,
      @Nullable String itemType,
      @Nullable ItemKey item,
      Version version,
      Problem problem,
      Instant now,
      @Nullable String content) {
    return new DeadLetter(subject, itemType, item, version, problem, now, now, 1, content, null);
  }

  /** Names it in commands. */
  public String id() {
    return subject.id();
  }

  /**
   * What becomes of this letter when another one of its subject arrives.
   *
   * @return the letter as it is then; empty if it stays as it is, since the other one is older or
   *     the same once more
   */
  Optional<DeadLetter> joinedBy(DeadLetter arriving) {
    boolean newer = arriving.version.isAfter(version);
    boolean changed =
        arriving.version.equals(version) && !arriving.problem.code().equals(problem.code());
    return newer || changed ? Optional.of(arriving.continuing(this)) : Optional.empty();
  }

  /** This letter as the successor of an earlier one about the same item. */
  DeadLetter continuing(DeadLetter earlier) {
    return new DeadLetter(
        subject,
        itemType == null ? earlier.itemType : itemType,
        item,
        version,
        problem,
        earlier.first,
        last,
        earlier.attempts + attempts,
        content,
        contentFile);
  }

  /** The same after a replay that failed. */
  DeadLetter triedAgain(Problem why, Instant now) {
    return new DeadLetter(
        subject, itemType, item, version, why, first, now, attempts + 1, content, contentFile);
  }

  /** This letter, with the content of another one about the same state if it has none. */
  DeadLetter keepingContentOf(DeadLetter other) {
    boolean keeps = content == null && contentFile == null && version.equals(other.version);
    return keeps ? withContent(other.content, other.contentFile) : this;
  }

  /** What is kept of it in memory, where there may be many. */
  DeadLetter withoutContent() {
    return withContent(null, null);
  }

  DeadLetter withContent(@Nullable String text, @Nullable String file) {
    return new DeadLetter(
        subject, itemType, item, version, problem, first, last, attempts, text, file);
  }
}
