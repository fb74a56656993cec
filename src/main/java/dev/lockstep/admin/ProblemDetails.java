package dev.lockstep.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it.
 *
 * @param type always {@code about:blank}: the code says which problem it is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail one sentence about this case
 * @param code stable, as in docs/errors.md
 * @param where the place; absent if the detail says it
 * @param remedy what to do about it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProblemDetails(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @Nullable String where,
    @Nullable String remedy) {
  static final String CONTENT_TYPE = "application/problem+json";

  static ProblemDetails of(int status, String title, String code, String detail, String remedy) {
    return new ProblemDetails("about:blank", title, status, detail, code, null, remedy);
  }

  static ProblemDetails of(int status, String title, Problem problem) {
    return new ProblemDetails(
        "about:blank",
        title,
        status,
        problem.what(),
        problem.code(),
        problem.where(),
        problem.remedy());
  }

  /**
   * The problem as a command shows it. Its category is not sent: what a server refuses is what the
   * caller asked for.
   *
   * @param server where it comes from
   */
  Problem toProblem(String server) {
    return Problem.error(
        Category.CONFIGURATION,
        code,
        detail,
        where == null ? server : where,
        remedy == null ? "see the daemon's log" : remedy);
  }
}
