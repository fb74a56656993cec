package dev.lockstep.testing.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Carries out requests, or not, as their faults say. */
final class Misfortune {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Upstream upstream;
  private final Gate gate;
  private final Map<String, Queue<HttpMessage>> late = new ConcurrentHashMap<>();

  Misfortune(Upstream upstream, Gate gate) {
    this.upstream = upstream;
    this.gate = gate;
  }

  /** The answer for the client; empty if its connection breaks instead. */
  Optional<HttpMessage> answer(HttpMessage message, Request request, Fault fault)
      throws IOException, InterruptedException {
    if (fault instanceof Fault.LoseRequest) {
      return Optional.empty();
    } else if (fault instanceof Fault.ArriveLate) {
      keepForLater(message, request);
      return Optional.empty();
    } else if (fault instanceof Fault.FailBefore fail) {
      return Optional.of(error(fail.status(), fail.code(), fail.message()));
    } else if (fault instanceof Fault.AnswerInstead instead) {
      return Optional.of(HttpMessage.json(instead.status(), instead.body()));
    } else if (fault instanceof Fault.Throttle throttle) {
      return Optional.of(throttled(throttle));
    } else if (fault instanceof Fault.WritePartOfBatch part) {
      return Optional.of(partOfBatch(message, request, part.written()));
    } else if (fault instanceof Fault.Stall) {
      gate.awaitOpening();
    }
    HttpMessage answer = carryOut(message, request);
    if (fault instanceof Fault.ArriveTwice) {
      keepForLater(message, request);
    }
    return spoiled(answer, fault);
  }

  private static Optional<HttpMessage> spoiled(HttpMessage answer, Fault fault) {
    if (fault instanceof Fault.LoseReply) {
      return Optional.empty();
    } else if (fault instanceof Fault.FailAfter fail) {
      return Optional.of(error(fail.status(), fail.code(), "it was carried out all the same"));
    } else if (fault instanceof Fault.DamageReply) {
      return Optional.of(answer.withHeader("x-amz-crc32", "1"));
    }
    return Optional.of(answer);
  }

  private HttpMessage carryOut(HttpMessage message, Request request)
      throws IOException, InterruptedException {
    HttpMessage answer = upstream.call(message);
    Queue<HttpMessage> waiting = request.isWrite() ? late.remove(request.item()) : null;
    if (waiting != null) {
      for (HttpMessage old : waiting) {
        upstream.call(old);
      }
    }
    return answer;
  }

  private void keepForLater(HttpMessage message, Request request) {
    late.computeIfAbsent(request.item(), item -> new ConcurrentLinkedQueue<>()).add(message);
  }

  private static HttpMessage error(int status, String code, String message) {
    ObjectNode body = JSON.createObjectNode();
    body.put("__type", "com.amazonaws.dynamodb.v20120810#" + code);
    body.put("message", message);
    return HttpMessage.json(status, body.toString());
  }

  private static HttpMessage throttled(Fault.Throttle throttle) {
    ObjectNode body = JSON.createObjectNode();
    body.put("__type", "com.amazonaws.dynamodb.v20120810#" + throttle.code());
    body.put("message", "Throughput exceeds the current capacity of your table or index.");
    boolean lowerCase = throttle.code().equals("ThrottlingException");
    ArrayNode reasons = body.putArray(lowerCase ? "throttlingReasons" : "ThrottlingReasons");
    for (String reason : throttle.reasons()) {
      reasons.addObject().put("reason", reason).put("resource", throttle.resource());
    }
    return HttpMessage.json(400, body.toString());
  }

  private HttpMessage partOfBatch(HttpMessage message, Request request, int written)
      throws IOException, InterruptedException {
    ObjectNode part = request.body().deepCopy();
    ObjectNode left = JSON.createObjectNode();
    ObjectNode tables = (ObjectNode) part.get("RequestItems");
    for (Map.Entry<String, JsonNode> table : tables.properties()) {
      List<JsonNode> all = List.copyOf(arrayOf(table.getValue()));
      tables.putArray(table.getKey()).addAll(all.subList(0, written));
      left.putArray(table.getKey()).addAll(all.subList(written, all.size()));
    }
    HttpMessage answer = upstream.call(message.withBody(part.toString()));
    ObjectNode body = (ObjectNode) JSON.readTree(answer.body());
    body.set("UnprocessedItems", left);
    return answer.withBody(body.toString());
  }

  private static List<JsonNode> arrayOf(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    array.forEach(all::add);
    return all;
  }
}
