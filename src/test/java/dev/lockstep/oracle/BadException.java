package dev.lockstep.oracle;

/** A row that cannot be shown. */
final class BadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadException(String why) {
    super(why);
  }
}
