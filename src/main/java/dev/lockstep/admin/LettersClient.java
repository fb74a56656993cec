package dev.lockstep.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.daemon.LetterBox;
import dev.lockstep.daemon.Replayed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Replays and drops the dead letters of a running daemon over its admin API. */
public final class LettersClient {
  /** How much longer than a replay may take its answer may. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final AdminClient client;
  private final String who;

  /**
   * @param client of the daemon
   * @param who asks, for the journal
   */
  public LettersClient(AdminClient client, String who) {
    this.client = client;
    this.who = who;
  }

  /**
   * Replays letters, some at a time.
   *
   * @param limit for each of these
   * @throws dev.lockstep.problem.LockstepException if no daemon answers, or it cannot
   */
  public List<Replayed> replay(List<String> ids, Duration limit) throws InterruptedException {
    List<Replayed> replayed = new ArrayList<>();
    for (List<String> some : portions(ids)) {
      JsonNode answer =
          client.post(
              "/dead-letters/replay",
              who,
              Map.of("ids", some, "timeoutSeconds", limit.toSeconds()),
              limit.plus(ANSWER));
      answer.path("replayed").forEach(one -> replayed.add(Json.value(one, Replayed.class)));
    }
    return replayed;
  }

  /**
   * Drops letters.
   *
   * @return the ids of those that were open
   * @throws dev.lockstep.problem.LockstepException if no daemon answers, or it cannot
   */
  public List<String> drop(List<String> ids, String reason) throws InterruptedException {
    List<String> dropped = new ArrayList<>();
    for (List<String> some : portions(ids)) {
      JsonNode answer =
          client.post("/dead-letters/drop", who, Map.of("ids", some, "reason", reason), ANSWER);
      answer.path("dropped").forEach(id -> dropped.add(id.asText()));
    }
    return dropped;
  }

  private static List<List<String>> portions(List<String> ids) {
    List<List<String>> portions = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += LetterBox.MOST) {
      portions.add(ids.subList(from, Math.min(ids.size(), from + LetterBox.MOST)));
    }
    return portions;
  }
}
