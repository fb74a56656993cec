package dev.lockstep.admin;

import dev.lockstep.config.AdminAccess;
import dev.lockstep.config.Secret;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.metrics.Metrics;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may call what, and how often. With a token: whoever brings it, and anyone for the
 * page and the health of the process. Without one the server listens on loopback only, or asks each
 * caller for a certificate; there the danger is a web page in a browser that can reach it. So a
 * request on loopback must name a loopback host (against DNS rebinding), a browser must not say
 * that it comes from another site, and a change must be sent as JSON (which a foreign page cannot
 * do without asking first).
 */
final class Guard {
  private static final Set<String> OPEN_PATHS = Set.of("/", "/health/live", "/health/ready");
  private static final Set<String> READABLE =
      Set.of("/cutover", "/rehearsal", "/status", "/metrics", "/events", "/history", "/journal");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
  private static final Set<HandlerType> READS = Set.of(HandlerType.GET, HandlerType.HEAD);
  private static final int SECONDS = 60;

  private final @Nullable AccessToken token;
  private final @Nullable AccessToken readOnly;
  private final boolean certified;
  private final Allowance requests;
  private final Allowance failures;

  Guard(AdminEndpoint endpoint) {
    AdminAccess access = endpoint.access();
    Secret lookers = access.readOnlyToken();
    this.token = endpoint.token() == null ? null : new AccessToken(endpoint.token());
    this.readOnly = lookers == null ? null : new AccessToken(lookers.reveal());
    this.certified = access.tls() != null && access.tls().clientCa() != null;
    int perSecond = access.limits().maxRequestsPerSecond();
    this.requests = new Allowance(2.0 * perSecond, perSecond, System::nanoTime);
    int failed = access.limits().maxFailedLogins();
    this.failures = new Allowance(failed, failed / (double) SECONDS, System::nanoTime);
  }

  void publish(Metrics metrics) {
    metrics.limit("admin.max-requests-per-second", requests.burst() / 2, () -> requests.used() / 2);
    metrics.limit("admin.max-failed-logins", failures.burst(), failures::used);
  }

  void check(Context ctx) {
    requireAllowance(ctx);
    if (token != null) {
      requireToken(ctx, token);
    } else {
      if (!certified) {
        requireLoopbackHost(ctx);
      }
      Role.OPERATE.giveTo(ctx);
    }
    requireOwnSite(ctx);
    if (HandlerType.POST.equals(ctx.method())) {
      requireJson(ctx);
    }
  }

  private void requireAllowance(Context ctx) {
    if (!requests.take(ctx.ip())) {
      throw tooMany(ctx, requests, "more requests come from this address than are allowed");
    }
  }

  private static TooManyRequestsResponse tooMany(Context ctx, Allowance of, String message) {
    ctx.header("Retry-After", String.valueOf(of.waitSeconds()));
    return new TooManyRequestsResponse(message);
  }

  private void requireToken(Context ctx, AccessToken required) {
    if (OPEN_PATHS.contains(ctx.path())) {
      return;
    }
    String brought = ctx.header("Authorization");
    if (brought != null && failures.isUsedUp(ctx.ip())) {
      throw tooMany(ctx, failures, "too many wrong tokens came from this address");
    }
    if (required.admits(brought)) {
      Role.OPERATE.giveTo(ctx);
    } else if (readOnly != null && readOnly.admits(brought)) {
      requireReading(ctx);
      Role.LOOK.giveTo(ctx);
    } else {
      throw unknown(ctx, brought);
    }
  }

  private UnauthorizedResponse unknown(Context ctx, @Nullable String brought) {
    if (brought != null) {
      failures.take(ctx.ip());
    }
    ctx.header("WWW-Authenticate", "Bearer");
    return new UnauthorizedResponse("this needs the admin token");
  }

  private static void requireReading(Context ctx) {
    if (!READS.contains(ctx.method()) || !READABLE.contains(ctx.path())) {
      throw new ForbiddenResponse("this token is for looking at the pipeline's state only");
    }
  }

  private static void requireLoopbackHost(Context ctx) {
    if (!LOOPBACK.contains(withoutPort(String.valueOf(ctx.host())))) {
      throw new ForbiddenResponse("without a token, only localhost may be asked for");
    }
  }

  /** A browser says where a request comes from, and no page can change that. */
  private static void requireOwnSite(Context ctx) {
    boolean visit = ctx.path().equals("/") && READS.contains(ctx.method());
    String site = ctx.header("Sec-Fetch-Site");
    boolean foreign = site != null && !OWN_SITE.contains(site);
    if (!visit && (foreign || isForeign(ctx.header("Origin"), String.valueOf(ctx.host())))) {
      throw new ForbiddenResponse("a page of another site may ask for nothing here");
    }
  }

  private static boolean isForeign(@Nullable String origin, String host) {
    if (origin == null) {
      return false;
    }
    try {
      return !host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
  }

  private static void requireJson(Context ctx) {
    String type = ctx.contentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new UnsupportedMediaTypeResponse("a POST must carry JSON");
    }
  }
}
