package dev.lockstep.source.postgres;

import dev.lockstep.change.SourcePosition;

/** Positions in PostgreSQL's log: unsigned 64-bit numbers, written {@code 16/B374D848}. */
public final class Lsn {
  private Lsn() {}

  /** As PostgreSQL writes it. */
  public static String format(long lsn) {
    return Long.toHexString(lsn >>> 32).toUpperCase(java.util.Locale.ROOT)
        + "/"
        + Long.toHexString(lsn & 0xFFFFFFFFL).toUpperCase(java.util.Locale.ROOT);
  }

  /**
   * Reads what PostgreSQL writes.
   *
   * @throws IllegalArgumentException if it is not a log position
   */
  public static long parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      throw new IllegalArgumentException("'" + text + "' is not a log position such as 0/16B3748");
    }
    return (Long.parseLong(text, 0, slash, 16) << 32)
        | Long.parseLong(text, slash + 1, text.length(), 16);
  }

  /** The position that a source resumes from. */
  public static SourcePosition position(long lsn) {
    return new SourcePosition(format(lsn));
  }

  /**
   * The log position of a source position.
   *
   * @throws IllegalArgumentException if it was not made by {@link #position}
   */
  public static long of(SourcePosition position) {
    return parse(position.text());
  }
}
