package dev.lockstep.dynamodb;

import dev.lockstep.problem.Problem;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Asks DynamoDB something harmless, to see whether it answers and accepts who asks. */
final class ReachCheck {
  private final DirectClient direct;
  private final String endpoint;

  ReachCheck(DirectClient direct, URI endpoint) {
    this.direct = direct;
    this.endpoint = endpoint.toString();
  }

  List<Problem> problems() {
    Reply first = ask();
    // One lost packet is no finding.
    Reply reply = first instanceof Reply.Unknown ? ask() : first;
    return problem(reply).stream().toList();
  }

  private Reply ask() {
    return direct.call("ListTables", new JsonBytes(16).raw("{\"Limit\":1}")).join();
  }

  private Optional<Problem> problem(Reply reply) {
    if (reply instanceof Reply.NeverSent lost) {
      return Optional.of(TargetProblems.unreachable(endpoint, lost.reason()));
    } else if (reply instanceof Reply.Unknown lost) {
      return Optional.of(TargetProblems.unreachable(endpoint, lost.reason()));
    } else if (reply instanceof Reply.Impossible impossible) {
      return Optional.of(impossible.problem());
    }
    Reply.Answered answer = (Reply.Answered) reply;
    return answer.ok()
        ? Optional.empty()
        : problem(ReplyReader.error(answer.status(), answer.body()));
  }

  // Whoever may not list tables is known all the same, and a throttle is an answer too.
  private Optional<Problem> problem(ServiceError error) {
    boolean known = Throttles.isThrottle(error) || error.code().startsWith("AccessDenied");
    return known ? Optional.empty() : Optional.of(TargetProblems.ofCall(error, endpoint));
  }
}
