package dev.lockstep.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.testing.faults.Fault;
import dev.lockstep.testing.faults.FaultScript;
import dev.lockstep.testing.faults.Request;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Kills the owner of the lease at the moment when it wants to write down that a step of a cutover
 * is done: the step has had its effect, and nobody knows. Its client may have tried twice.
 */
final class FatalSteps implements FaultScript {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Queue<String> steps;
  private final Supplier<Optional<Long>> owner;
  private String lost = "";

  /**
   * @param owner the number of the process that holds the lease
   * @param steps each kills once, in this order
   */
  FatalSteps(Supplier<Optional<Long>> owner, String... steps) {
    this.owner = owner;
    this.steps = new ConcurrentLinkedQueue<>(List.of(steps));
  }

  @Override
  public synchronized Fault next(Request request) {
    String body = request.body().toString();
    if (body.equals(lost)) {
      return new Fault.LoseRequest();
    }
    String step = steps.peek();
    if (step == null || !isEndOf(step, request)) {
      return new Fault.None();
    }
    steps.remove();
    lost = body;
    owner.get().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
    return new Fault.LoseRequest();
  }

  private static boolean isEndOf(String step, Request request) {
    for (JsonNode value : request.body().path("ExpressionAttributeValues")) {
      String text = value.path("S").asText();
      if (text.startsWith("{") && text.contains("\"steps\"")) {
        JsonNode timeline = parsed(text).path("steps");
        JsonNode last = timeline.path(timeline.size() - 1);
        return last.path("step").asText().equals(step)
            && last.path("outcome").asText().equals("DONE");
      }
    }
    return false;
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
