package dev.lockstep.letters;

import dev.lockstep.apply.Acknowledgement;
import dev.lockstep.change.Version;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Closes letters once the writes that make good for them are acknowledged, and passes that on only
 * then: so no checkpoint lies behind a letter that should be closed and is not.
 *
 * @param subjects of the letters
 * @param version of the writes
 * @param close closes one
 * @param desk where that is done
 * @param next who is told then
 */
record ClosingAcknowledgement(
    List<Subject> subjects,
    Version version,
    BiConsumer<Subject, Version> close,
    LetterDesk desk,
    Acknowledgement next)
    implements Acknowledgement {

  @Override
  public void acknowledged() {
    desk.submit(
        () -> {
          subjects.forEach(subject -> close.accept(subject, version));
          next.acknowledged();
        });
  }

  @Override
  public void settled() {
    desk.submit(next::settled);
  }
}
