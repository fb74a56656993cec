package dev.lockstep.admin;

import io.javalin.http.Context;

/**
 * Who sends a request, for the journal: the name that the caller gives itself, and the address that
 * it comes from, which it cannot choose.
 */
final class Caller {
  /** In which a caller says its name. */
  static final String HEADER = "X-Lockstep-Operator";

  private static final int MOST_CHARACTERS = 80;

  private Caller() {}

  static String of(Context ctx) {
    String name = ctx.header(HEADER);
    String from = ctx.ip();
    return name == null || name.isBlank() ? from : clean(name) + " (" + from + ")";
  }

  /** Nothing that could break a line, or a page. */
  private static String clean(String name) {
    String plain = name.strip().replaceAll("[^\\p{L}\\p{N}@._+ -]", "?");
    return plain.length() <= MOST_CHARACTERS ? plain : plain.substring(0, MOST_CHARACTERS);
  }
}
