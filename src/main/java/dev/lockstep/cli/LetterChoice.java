package dev.lockstep.cli;

import dev.lockstep.daemon.LetterBox;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.LetterFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is about. */
final class LetterChoice {
  @Option(names = "--type", paramLabel = "NAME", description = "Only letters of this item type.")
  private @Nullable String itemType;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "Only letters with this reason, for example NUMBER-UNFIT.")
  private @Nullable String code;

  LetterFilter filter() {
    return new LetterFilter(itemType, code);
  }

  boolean isAny() {
    return itemType != null || code != null;
  }

  /** All that the filter takes. */
  List<DeadLetter> all(LetterBox box) {
    List<DeadLetter> letters = new ArrayList<>();
    LetterBox.Page page = box.list(filter(), null, LetterBox.MOST);
    letters.addAll(page.letters());
    while (page.next() != null) {
      page = box.list(filter(), page.next(), LetterBox.MOST);
      letters.addAll(page.letters());
    }
    return letters;
  }
}
