package dev.lockstep.mapping;

import org.jspecify.annotations.Nullable;

/**
 * Says that a row's value cannot become what the mapping wants. Caught where the row is known, and
 * turned into a {@link BadRow}; without a stack trace, since it is an answer rather than a fault.
 */
final class BadValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String remedy;

  /**
   * @param what a sentence that does not show the value
   */
  BadValueException(String code, String what, String remedy) {
    super(what, null, false, false);
    this.code = code;
    this.remedy = remedy;
  }

  String code() {
    return code;
  }

  String what() {
    @Nullable String message = getMessage();
    return message == null ? code : message;
  }

  String remedy() {
    return remedy;
  }

  /** This problem, said of something that holds the value. */
  BadValueException of(String holder) {
    return new BadValueException(code, holder + ": " + what(), remedy);
  }
}
