package dev.lockstep.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cutover.Check;
import dev.lockstep.cutover.VerifyScope;
import dev.lockstep.daemon.Handover;
import dev.lockstep.daemon.Handover.Order;
import dev.lockstep.daemon.Handover.Switched;
import dev.lockstep.daemon.PipelineControl;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routes of cutover and rehearsal; each answers with how it stands, as JSON. */
final class HandoverApi {
  private static final String ACTION = "action";
  private static final String VERIFY = "verify";
  private static final String FENCED = "sourceIsFenced";
  private static final String TIMEOUT = "timeout";
  private static final String DRY_RUN = "dryRun";

  private final PipelineControl pipeline;

  HandoverApi(PipelineControl pipeline) {
    this.pipeline = pipeline;
  }

  /** The cutover, or JSON's null. */
  void cutover(Context ctx) {
    answer(ctx, handover().cutover().orElse(null));
  }

  /** The rehearsal, or JSON's null. */
  void rehearsal(Context ctx) {
    answer(ctx, handover().rehearsal().orElse(null));
  }

  private Handover handover() {
    return pipeline.handover();
  }

  private static void answer(Context ctx, @Nullable Object value) {
    ctx.contentType("application/json").result(value == null ? "null" : Json.line(value));
  }

  void orderCutover(Context ctx) {
    JsonNode body = body(ctx, Set.of(ACTION, VERIFY, FENCED, TIMEOUT, DRY_RUN));
    String by = Caller.of(ctx);
    Handover handover = handover();
    switch (text(body, ACTION, "start")) {
      case "start" -> start(ctx, handover, body, order(body, by));
      case "abort" -> answer(ctx, handover.abort(by));
      case "switched" -> answer(ctx, handover.switched(by, Switched.DONE));
      case "switch-again" -> answer(ctx, handover.switched(by, Switched.AGAIN));
      default ->
          throw new BadRequestResponse(ACTION + " is start, abort, switched or switch-again");
    }
  }

  private static void start(Context ctx, Handover handover, JsonNode body, Order order) {
    if (!truth(body, DRY_RUN)) {
      answer(ctx, handover.cutOver(order));
      return;
    }
    List<Check> checks = handover.preflight(order);
    answer(ctx, new HandoverClient.Readiness(checks.stream().allMatch(Check::good), checks));
  }

  private static Order order(JsonNode body, String by) {
    return new Order(by, scope(text(body, VERIFY, "sample")), truth(body, FENCED), timeout(body));
  }

  private static VerifyScope scope(String label) {
    return Arrays.stream(VerifyScope.values())
        .filter(scope -> scope.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequestResponse(
                    VERIFY
                        + " is one of "
                        + Arrays.stream(VerifyScope.values())
                            .map(VerifyScope::label)
                            .collect(Collectors.joining(", "))));
  }

  void orderRehearsal(Context ctx) {
    JsonNode body = body(ctx, Set.of(ACTION, TIMEOUT));
    String by = Caller.of(ctx);
    switch (text(body, ACTION, "")) {
      case "begin" -> answer(ctx, handover().beginRehearsal(by, timeout(body)));
      case "end" -> answer(ctx, handover().endRehearsal(by));
      default -> throw new BadRequestResponse(ACTION + " is begin or end");
    }
  }

  /** An empty body stands for an object without fields. */
  private static JsonNode body(Context ctx, Set<String> known) {
    JsonNode body = parsed(ctx.body().isBlank() ? "{}" : ctx.body());
    Set<String> unknown = new TreeSet<>();
    body.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(known);
    if (!body.isObject() || !unknown.isEmpty()) {
      throw new BadRequestResponse(
          "the body must be a JSON object of some of " + new TreeSet<>(known));
    }
    return body;
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.tree(text);
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    }
  }

  private static boolean truth(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw new BadRequestResponse(field + " must be true or false");
    }
    return value.asBoolean(false);
  }

  private static String text(JsonNode body, String field, String fallback) {
    JsonNode value = body.path(field);
    if (!value.isMissingNode() && !value.isTextual()) {
      throw new BadRequestResponse(field + " must be a text");
    }
    return value.asText(fallback);
  }

  /** {@code "PT5M"}, or {@code "90s", "5m", "1h"}. */
  private static @Nullable Duration timeout(JsonNode body) {
    String text = text(body, TIMEOUT, "").strip().toUpperCase(Locale.ROOT);
    if (text.isEmpty()) {
      return null;
    }
    try {
      Duration timeout = Duration.parse(text.startsWith("P") ? text : "PT" + text);
      if (timeout.compareTo(Duration.ofSeconds(1)) >= 0
          && timeout.compareTo(Duration.ofDays(1)) <= 0) {
        return timeout;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new BadRequestResponse(TIMEOUT + " must be a duration, for example 90s, 5m or 1h");
    }
    throw new BadRequestResponse(TIMEOUT + " is from 1 second to 1 day");
  }
}
