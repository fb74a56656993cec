package dev.lockstep.admin;

import dev.lockstep.daemon.PipelineControl;
import dev.lockstep.verify.VerifyJson;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes that begin verifications and show what they find. */
final class VerifyApi {
  private static final int MOST_REPORTS = 200;

  private final PipelineControl pipeline;

  VerifyApi(PipelineControl pipeline) {
    this.pipeline = pipeline;
  }

  void register(RoutesConfig routes) {
    routes.post("/verify", this::start);
    routes.get("/verify", this::show);
    routes.post("/verify/cancel", this::cancel);
    routes.get("/verify/reports", this::reports);
    routes.get("/verify/reports/{id}", this::report);
  }

  private void start(Context ctx) {
    answer(ctx.status(202), pipeline.verifications().start(request(ctx.body())));
  }

  private static VerifyRequest request(String body) {
    try {
      return VerifyJson.read(body, VerifyRequest.class);
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    }
  }

  /** The newest progress and the newest report. */
  private void show(Context ctx) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("progress", pipeline.verifications().progress().orElse(null));
    List<VerifyReport> newest = pipeline.verifications().reports(1);
    shown.put("report", newest.isEmpty() ? null : newest.get(0));
    answer(ctx, shown);
  }

  /** Stops the one that is under way. */
  private void cancel(Context ctx) {
    String id = pipeline.verifications().progress().map(VerifyProgress::id).orElse("");
    answer(ctx, Map.of("id", id, "cancelled", pipeline.verifications().cancel(id)));
  }

  private void reports(Context ctx) {
    int most = ctx.queryParamAsClass("most", Integer.class).getOrDefault(MOST_REPORTS);
    answer(ctx, pipeline.verifications().reports(Math.max(1, Math.min(MOST_REPORTS, most))));
  }

  private void report(Context ctx) {
    answer(
        ctx,
        pipeline
            .verifications()
            .report(ctx.pathParam("id"))
            .orElseThrow(() -> new NotFoundResponse("there is no such report")));
  }

  private static void answer(Context ctx, Object value) {
    ctx.contentType("application/json").result(VerifyJson.compact(value));
  }
}
