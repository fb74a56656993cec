package dev.lockstep.daemon;

import dev.lockstep.item.ItemKey;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as people and programs are shown it.
 *
 * @param id names it
 * @param itemType of the item that should be; absent if unknown
 * @param row the source row, in words; absent for a refused write
 * @param item the item's key, in words, under which its last good state still stands if there was
 *     one; absent if the row gives no key
 * @param version of the newest state that was set aside
 * @param code why
 * @param what why, in a sentence
 * @param remedy what to do
 * @param first when it was set aside at first
 * @param last when it was set aside, or replayed in vain, for the last time
 * @param attempts how often
 * @param content what was to be written, as JSON; absent if there is nothing, or it is large and
 *     not asked for
 * @param contentFile the file under {@code data-dir/dead-letters} that has it; absent if none has
 */
public record LetterView(
    String id,
    @Nullable String itemType,
    @Nullable String row,
    @Nullable String item,
    String version,
    String code,
    String what,
    String remedy,
    String first,
    String last,
    int attempts,
    @Nullable String content,
    @Nullable String contentFile) {

  /** What is shown of a letter. */
  public static LetterView of(DeadLetter letter) {
    ItemKey item = letter.item();
    return new LetterView(
        letter.id(),
        letter.itemType(),
        letter.subject() instanceof Subject.OfRow of ? of.row().toString() : null,
        item == null ? null : item.toString(),
        letter.version().toDecimal(),
        letter.problem().code(),
        letter.problem().what(),
        letter.problem().remedy(),
        letter.first().toString(),
        letter.last().toString(),
        letter.attempts(),
        letter.content(),
        letter.contentFile());
  }
}
