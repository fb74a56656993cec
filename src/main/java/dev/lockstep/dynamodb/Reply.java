package dev.lockstep.dynamodb;

import dev.lockstep.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What came back for one request. */
sealed interface Reply {

  /** DynamoDB answered, and the answer arrived whole. */
  final class Answered implements Reply {
    private static final int OK = 200;

    private final int status;
    private final byte[] body;
    private final @Nullable String date;

    /**
     * @param status the HTTP status
     * @param body JSON, from DynamoDB itself; not to be changed
     * @param date the server's clock as its {@code Date} header has it
     */
    Answered(int status, byte[] body, @Nullable String date) {
      this.status = status;
      this.body = body;
      this.date = date;
    }

    boolean ok() {
      return status == OK;
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }

    @Nullable String date() {
      return date;
    }
  }

  /** The body of the request never left this process, and never will. */
  record NeverSent(String reason) implements Reply {}

  /** The request was on its way, and no answer, or a damaged one, came back. */
  record Unknown(String reason) implements Reply {}

  /** The request could not be made at all. */
  record Impossible(Problem problem) implements Reply {}
}
