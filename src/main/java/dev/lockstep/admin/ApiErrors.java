package dev.lockstep.admin;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.validation.ValidationException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every error as problem+json, without a stack trace and without a secret. */
final class ApiErrors {
  private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

  private ApiErrors() {}

  static void register(RoutesConfig routes) {
    routes.exception(HttpResponseException.class, ApiErrors::http);
    routes.exception(ValidationException.class, ApiErrors::parameter);
    routes.exception(LockstepException.class, ApiErrors::lockstep);
    routes.exception(Exception.class, ApiErrors::unexpected);
  }

  private static void http(HttpResponseException e, Context ctx) {
    if (e.getStatus() == HttpStatus.METHOD_NOT_ALLOWED.getCode()) {
      ctx.header("Allow", e.getDetails().getOrDefault("availableMethods", ""));
    }
    HttpStatus status = HttpStatus.forStatus(e.getStatus());
    answer(
        ctx,
        ProblemDetails.of(
            status.getCode(), status.getMessage(), code(status), detail(e, ctx), remedy(status)));
  }

  /** A parameter of a query that is no value of its type. */
  private static void parameter(ValidationException e, Context ctx) {
    http(new BadRequestResponse("not what it should be: " + e.getErrors().keySet()), ctx);
  }

  private static String code(HttpStatus status) {
    return "HTTP-" + status.getMessage().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "-");
  }

  private static String detail(HttpResponseException e, Context ctx) {
    return switch (e.getStatus()) {
      case 404 -> "there is nothing at " + ctx.path();
      case 405 -> ctx.method() + " is not possible on " + ctx.path();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String remedy(HttpStatus status) {
    return switch (status) {
      case UNAUTHORIZED ->
          "send the header Authorization: Bearer TOKEN, with the token of"
              + " admin.token in lockstep.yaml";
      case FORBIDDEN -> "bring admin.token, and ask from the dashboard or a program of your own";
      case TOO_MANY_REQUESTS -> "wait as long as the Retry-After header says";
      case NOT_FOUND -> "see docs/operations.md for what the admin API offers";
      case METHOD_NOT_ALLOWED -> "use a method that the Allow header names";
      case UNSUPPORTED_MEDIA_TYPE -> "send JSON with Content-Type: application/json";
      case CONTENT_TOO_LARGE -> "send at most " + AdminServer.MAX_REQUEST_BYTES + " bytes";
      default -> "correct the request and send it again";
    };
  }

  private static void lockstep(LockstepException e, Context ctx) {
    HttpStatus status =
        e.problem().category() == Category.CONFIGURATION
            ? HttpStatus.BAD_REQUEST
            : HttpStatus.CONFLICT;
    answer(ctx, ProblemDetails.of(status.getCode(), status.getMessage(), e.problem()));
  }

  private static void unexpected(Exception e, Context ctx) {
    LOG.error("admin API: {} {} failed", ctx.method(), ctx.path(), e);
    HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
    answer(
        ctx,
        ProblemDetails.of(
            status.getCode(),
            status.getMessage(),
            "INTERNAL",
            "the request failed for a reason that Lockstep did not foresee",
            "look for this moment in the daemon's log, and report it"));
  }

  static void answer(Context ctx, ProblemDetails details) {
    ctx.status(details.status());
    ctx.contentType(ProblemDetails.CONTENT_TYPE).result(Json.line(details));
  }
}
