package dev.lockstep.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.daemon.PipelineControl;
import dev.lockstep.daemon.PipelineStatus.JournalEntry;
import dev.lockstep.daemon.Steering;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The routes by which operators steer the pipeline; each answers with the status after it. */
final class SteeringApi {
  private static final String MAX_DURATION = "maxDuration";
  private static final String REASON = "reason";
  private static final String UNITS = "writeUnitsPerSecond";
  private static final String IN_FLIGHT = "maxInFlight";
  private static final String AS_CONFIGURED = "asConfigured";
  private static final String LIMIT = "limit";
  private static final int MOST_ENTRIES = 1_000;
  private static final int FEW_ENTRIES = 100;

  private final PipelineControl pipeline;
  private final PipelineApi shown;

  SteeringApi(PipelineControl pipeline, PipelineApi shown) {
    this.pipeline = pipeline;
    this.shown = shown;
  }

  void pause(Context ctx) {
    JsonNode body = body(ctx, Set.of(MAX_DURATION, REASON));
    Steering.Pause order = new Steering.Pause(duration(body), text(body, REASON));
    pipeline.steering().pause(Caller.of(ctx), order);
    shown.status(ctx);
  }

  void resume(Context ctx) {
    body(ctx, Set.of());
    pipeline.steering().resume(Caller.of(ctx));
    shown.status(ctx);
  }

  void throttle(Context ctx) {
    JsonNode body = body(ctx, Set.of(UNITS, IN_FLIGHT, AS_CONFIGURED));
    JsonNode units = number(body, UNITS);
    JsonNode requests = number(body, IN_FLIGHT);
    Steering.Throttle order =
        new Steering.Throttle(
            units == null ? null : units.doubleValue(),
            requests == null ? null : requests.intValue(),
            body.path(AS_CONFIGURED).asBoolean(false));
    pipeline.steering().throttle(Caller.of(ctx), order);
    shown.status(ctx);
  }

  void journal(Context ctx) {
    int most = ctx.queryParamAsClass(LIMIT, Integer.class).getOrDefault(FEW_ENTRIES);
    if (most < 1 || most > MOST_ENTRIES) {
      throw new BadRequestResponse(LIMIT + " is from 1 to " + MOST_ENTRIES);
    }
    ctx.contentType("application/json")
        .result(
            Json.line(
                Map.of(
                    "entries",
                    pipeline.steering().journal(most).stream().map(JournalEntry::of).toList())));
  }

  /** An empty body stands for an object without fields. */
  private static JsonNode body(Context ctx, Set<String> known) {
    JsonNode body = parsed(ctx.body().isBlank() ? "{}" : ctx.body());
    if (!body.isObject()) {
      throw new BadRequestResponse("the body must be a JSON object");
    }
    Set<String> unknown = new TreeSet<>();
    body.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new BadRequestResponse(
          "unknown fields " + unknown + ", known are " + new TreeSet<>(known));
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

  private static @Nullable JsonNode number(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw new BadRequestResponse(field + " must be a number");
    }
    if (field.equals(IN_FLIGHT) && !value.isIntegralNumber()) {
      throw new BadRequestResponse(field + " must be a whole number");
    }
    return value;
  }

  private static @Nullable String text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new BadRequestResponse(field + " must be a text");
    }
    return value.textValue();
  }

  /** {@code "PT4H"}, or {@code "90s", "30m", "4h", "2d"}. */
  private static @Nullable Duration duration(JsonNode body) {
    String text = text(body, MAX_DURATION);
    if (text == null) {
      return null;
    }
    String upper = text.strip().toUpperCase(Locale.ROOT);
    String iso = upper.startsWith("P") ? upper : (upper.endsWith("D") ? "P" : "PT") + upper;
    try {
      return Duration.parse(iso);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new BadRequestResponse(MAX_DURATION + " must be a duration, for example 90s, 4h or 2d");
    }
  }
}
