package dev.lockstep.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.daemon.LetterBox;
import dev.lockstep.daemon.LetterView;
import dev.lockstep.daemon.PipelineControl;
import dev.lockstep.daemon.Replayed;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.LetterFilter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes about dead letters. */
final class LettersApi {
  private static final String LETTERS = "/dead-letters";
  private static final String LETTER = LETTERS + "/{id}";
  private static final int DEFAULT_SECONDS = 30;
  private static final int MAX_SECONDS = 600;

  private final PipelineControl pipeline;

  LettersApi(PipelineControl pipeline) {
    this.pipeline = pipeline;
  }

  void register(RoutesConfig routes) {
    routes.get(LETTERS, this::list);
    routes.post(LETTERS + "/replay", ctx -> replay(ctx, chosen(ctx)));
    routes.post(LETTERS + "/drop", ctx -> drop(ctx, chosen(ctx)));
    routes.get(LETTER, ctx -> answer(ctx, LetterView.of(letter(ctx))));
    routes.post(LETTER + "/replay", ctx -> replay(ctx, one(ctx)));
    routes.post(LETTER + "/drop", ctx -> drop(ctx, one(ctx)));
  }

  private LetterBox letters() {
    return pipeline.deadLetters();
  }

  private static void answer(Context ctx, Object value) {
    ctx.contentType("application/json").result(Json.line(value));
  }

  private void list(Context ctx) {
    LetterFilter filter = new LetterFilter(ctx.queryParam("itemType"), ctx.queryParam("code"));
    answer(ctx, page(letters().list(filter, ctx.queryParam("after"), limit(ctx))));
  }

  private static int limit(Context ctx) {
    String limit = ctx.queryParam("limit");
    try {
      return limit == null ? LetterBox.MOST : Integer.parseInt(limit);
    } catch (NumberFormatException e) {
      throw new BadRequestResponse("limit must be a number");
    }
  }

  private static Map<String, @Nullable Object> page(LetterBox.Page page) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("open", page.open());
    shown.put("letters", page.letters().stream().map(LetterView::of).toList());
    shown.put("next", page.next());
    return shown;
  }

  private DeadLetter letter(Context ctx) {
    return letters().find(ctx.pathParam("id")).orElseThrow(NotFoundResponse::new);
  }

  private List<String> one(Context ctx) {
    return List.of(letter(ctx).id());
  }

  /** The letters that are named, or all that a filter takes: a page of them at most. */
  private List<String> chosen(Context ctx) {
    JsonNode body = body(ctx);
    if (body.has("ids")) {
      List<String> ids = new ArrayList<>();
      body.path("ids").forEach(id -> ids.add(id.asText()));
      return ids.subList(0, Math.min(ids.size(), LetterBox.MOST));
    }
    LetterFilter filter = new LetterFilter(text(body, "itemType"), text(body, "code"));
    return letters().list(filter, text(body, "after"), LetterBox.MOST).letters().stream()
        .map(DeadLetter::id)
        .toList();
  }

  private static JsonNode body(Context ctx) {
    try {
      return Json.tree(ctx.body().isBlank() ? "{}" : ctx.body());
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable String text(JsonNode body, String name) {
    return body.hasNonNull(name) ? body.path(name).asText() : null;
  }

  private void replay(Context ctx, List<String> ids) throws InterruptedException {
    int seconds = body(ctx).path("timeoutSeconds").asInt(DEFAULT_SECONDS);
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new BadRequestResponse("timeoutSeconds must be 1 to " + MAX_SECONDS);
    }
    List<Replayed> replayed = letters().replay(ids, Caller.of(ctx), Duration.ofSeconds(seconds));
    answer(ctx, Map.of("replayed", replayed, "open", letters().open()));
  }

  private void drop(Context ctx, List<String> ids) {
    String reason = body(ctx).path("reason").asText("").strip();
    if (reason.isEmpty()) {
      throw new BadRequestResponse("reason must say why it is right to drop the letters");
    }
    List<DeadLetter> dropped = letters().drop(ids, Caller.of(ctx), reason);
    answer(
        ctx,
        Map.of("dropped", dropped.stream().map(DeadLetter::id).toList(), "open", letters().open()));
  }
}
