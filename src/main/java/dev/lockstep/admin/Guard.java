package dev.lockstep.admin;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may call what. With a token: whoever brings it, and anyone for the health of the
 * process. Without one the server listens on loopback only; there the danger is a web page in a
 * browser on this machine, so a request must name a loopback host (against DNS rebinding) and a
 * change must be sent as JSON (which a foreign page cannot do without asking first).
 */
final class Guard {
  private static final Set<String> OPEN_PATHS = Set.of("/", "/health/live", "/health/ready");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final @Nullable AccessToken token;

  Guard(@Nullable AccessToken token) {
    this.token = token;
  }

  void check(Context ctx) {
    if (token != null) {
      requireToken(ctx, token);
    } else {
      requireLoopbackHost(ctx);
    }
    if (HandlerType.POST.equals(ctx.method())) {
      requireJson(ctx);
    }
  }

  private static void requireToken(Context ctx, AccessToken token) {
    if (!OPEN_PATHS.contains(ctx.path()) && !token.admits(ctx.header("Authorization"))) {
      ctx.header("WWW-Authenticate", "Bearer");
      throw new UnauthorizedResponse("this needs the admin token");
    }
  }

  private static void requireLoopbackHost(Context ctx) {
    String host = String.valueOf(ctx.host()).replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    if (!LOOPBACK.contains(host)) {
      throw new ForbiddenResponse("without a token, only localhost may be asked for");
    }
  }

  private static void requireJson(Context ctx) {
    String type = ctx.contentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new UnsupportedMediaTypeResponse("a POST must carry JSON");
    }
  }
}
