package dev.lockstep.bench;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the stub answers: writes of items at once, and reads of those that it keeps; all else from
 * the endpoint behind it.
 */
final class StubAnswers {
  private static final byte[] CONTROL = "control".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PUT_REQUEST = "\"PutRequest\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WRITTEN =
      ok(
          "{\"ConsumedCapacity\":{\"TableName\":\"stub\",\"CapacityUnits\":1.0,"
              + "\"Table\":{\"CapacityUnits\":1.0}}}");
  private static final byte[] BATCH_WRITTEN =
      ok(
          "{\"UnprocessedItems\":{},\"ConsumedCapacity\":[{\"TableName\":\"stub\","
              + "\"CapacityUnits\":25.0,\"Table\":{\"CapacityUnits\":25.0}}]}");
  private static final byte[] NOTHING = ok("{}");

  /** How far into a request its table's name stands at most. */
  private static final int TABLE_NAME_WITHIN = 300;

  private final @Nullable URI upstream;
  private final HttpClient client = HttpClient.newHttpClient();
  private final LongAdder writes = new LongAdder();
  private final @Nullable StubItems items;

  /**
   * @param items what is written is kept there and read from there; absent to forget it
   */
  StubAnswers(@Nullable URI upstream, @Nullable StubItems items) {
    this.upstream = upstream;
    this.items = items;
  }

  long writes() {
    return writes.sum();
  }

  /** Answers and returns true, or returns false if the endpoint behind must answer. */
  boolean atOnce(String head, byte[] bytes, int start, int length, Consumer<byte[]> reply) {
    if (head.startsWith("GET /count")) {
      reply.accept(ok(Long.toString(writes())));
      return true;
    }
    String operation = operation(head);
    if (operation.equals("BatchWriteItem")) {
      keep(bytes, start, length);
      writes.add(count(bytes, start, start + length));
      reply.accept(BATCH_WRITTEN);
      return true;
    }
    if (isWrite(operation) && !namesControlTable(bytes, start, length)) {
      keep(bytes, start, length);
      writes.increment();
      reply.accept(WRITTEN);
      return true;
    }
    StubItems kept = items;
    if (kept != null && isRead(operation) && !namesControlTable(bytes, start, length)) {
      reply.accept(
          http(
              "200 OK",
              operation.equals("Scan")
                  ? kept.scan(bytes, start, start + length)
                  : kept.get(bytes, start, start + length)));
      return true;
    }
    if (upstream == null) {
      reply.accept(NOTHING);
      return true;
    }
    return false;
  }

  private void keep(byte[] bytes, int start, int length) {
    if (items != null) {
      items.put(bytes, start, start + length);
    }
  }

  private static boolean isRead(String operation) {
    return operation.equals("BatchGetItem") || operation.equals("Scan");
  }

  private static boolean isWrite(String operation) {
    return operation.equals("PutItem")
        || operation.equals("UpdateItem")
        || operation.equals("DeleteItem");
  }

  private static boolean namesControlTable(byte[] bytes, int start, int length) {
    int end = start + Math.min(length, TABLE_NAME_WITHIN);
    return StubConnection.indexOf(bytes, CONTROL, start, end) >= 0;
  }

  private static int count(byte[] bytes, int from, int to) {
    int found = 0;
    for (int at = StubConnection.indexOf(bytes, PUT_REQUEST, from, to);
        at >= 0;
        at = StubConnection.indexOf(bytes, PUT_REQUEST, at + 1, to)) {
      found++;
    }
    return found;
  }

  private static String operation(String head) {
    String target = header(head, "X-Amz-Target");
    return target.substring(target.lastIndexOf('.') + 1);
  }

  private static String header(String head, String name) {
    int at = head.indexOf("\r\n" + name + ":");
    if (at < 0) {
      return "";
    }
    int end = head.indexOf('\r', at + 2);
    return head.substring(at + 3 + name.length(), end < 0 ? head.length() : end).strip();
  }

  /** Asks the endpoint behind; the reply comes on another thread. */
  void forward(String head, byte[] body, Consumer<byte[]> reply) {
    HttpRequest request =
        HttpRequest.newBuilder(upstream)
            .header("X-Amz-Target", header(head, "X-Amz-Target"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("Authorization", header(head, "Authorization"))
            .header("X-Amz-Date", header(head, "X-Amz-Date"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    var unused =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
            .whenComplete(
                (answer, failure) -> reply.accept(failure == null ? raw(answer) : failed()));
  }

  private static byte[] raw(HttpResponse<byte[]> answer) {
    return http(answer.statusCode() + " Forwarded", answer.body());
  }

  private static byte[] failed() {
    return http("503 Unavailable", "{}".getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] ok(String json) {
    return http("200 OK", json.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] http(String status, byte[] body) {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + body.length);
    out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(body);
    return out.toByteArray();
  }
}
