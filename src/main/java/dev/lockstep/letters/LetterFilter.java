package dev.lockstep.letters;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant.
 *
 * @param itemType of this item type alone; absent for all
 * @param code with this reason alone; absent for all
 */
public record LetterFilter(@Nullable String itemType, @Nullable String code) {
  /** All. */
  public static final LetterFilter ALL = new LetterFilter(null, null);

  /** The order in which they are shown. */
  static final Comparator<DeadLetter> OLDEST_FIRST =
      Comparator.comparing(DeadLetter::first).thenComparing(DeadLetter::id);

  /** Whether a letter is meant. */
  public boolean takes(DeadLetter letter) {
    return (itemType == null || itemType.equals(letter.itemType()))
        && (code == null || code.equals(letter.problem().code()));
  }

  /** Those of some letters that are meant, in the order in which they came. */
  public List<DeadLetter> of(List<DeadLetter> letters) {
    return letters.stream().filter(this::takes).sorted(OLDEST_FIRST).toList();
  }
}
