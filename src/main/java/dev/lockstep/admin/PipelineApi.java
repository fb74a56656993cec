package dev.lockstep.admin;

import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineControl;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.metrics.Metrics;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The routes that show the pipeline. */
final class PipelineApi {
  private final PipelineControl pipeline;
  private final Metrics metrics;
  private volatile Set<String> offered = Set.of();

  PipelineApi(PipelineControl pipeline, Metrics metrics) {
    this.pipeline = pipeline;
    this.metrics = metrics;
  }

  /** Learns which paths orders are sent to. */
  void offers(Set<String> paths) {
    offered = Set.copyOf(paths);
  }

  void status(Context ctx) {
    ctx.contentType("application/json").result(Json.line(standing(Role.of(ctx))));
  }

  /** All that is shown of the pipeline at a glance, to somebody who may do so much. */
  Standing standing(Role role) {
    return Standing.of(pipeline.status(), role, offered, metrics);
  }

  /** Alive until the pipeline has failed: then a supervisor may start a new process. */
  void live(Context ctx) {
    PipelineStatus status = pipeline.status();
    health(ctx, status.phase() != Phase.FAILED, status, "live", "the pipeline has failed");
  }

  /** Ready while items are kept up to date by this process: it works, and it holds the lease. */
  void ready(Context ctx) {
    PipelineStatus status = pipeline.status();
    boolean held = pipeline.leaseHeld();
    String reason = held ? "the pipeline is " + status.phase().label() : "the lease is not held";
    health(ctx, status.phase().isWorking() && held, status, "ready", reason);
  }

  private static void health(
      Context ctx, boolean good, PipelineStatus status, String name, String reason) {
    if (good) {
      ctx.contentType("application/json")
          .result(Json.line(Map.of(name, true, "phase", status.phase())));
    } else {
      HttpStatus unavailable = HttpStatus.SERVICE_UNAVAILABLE;
      ApiErrors.answer(
          ctx,
          ProblemDetails.of(
              unavailable.getCode(),
              unavailable.getMessage(),
              "NOT-" + name.toUpperCase(Locale.ROOT),
              reason,
              "see GET /status"));
    }
  }
}
