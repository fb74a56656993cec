package dev.lockstep.admin;

import dev.lockstep.daemon.PipelineControl;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The admin API of one pipeline. */
public final class AdminServer implements AutoCloseable {
  /** The largest body of a request, bytes: all that is sent here is a few numbers. */
  static final int MAX_REQUEST_BYTES = 16 * 1024;

  private static final int MAX_THREADS = 12;
  private static final int MIN_THREADS = 2;
  private static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Javalin server;
  private final AdminEndpoint endpoint;
  private final Live live;

  private AdminServer(Javalin server, AdminEndpoint endpoint, Live live) {
    this.server = server;
    this.endpoint = endpoint;
    this.live = live;
  }

  /**
   * Starts the server with the usual limits and without TLS; it answers when this returns.
   *
   * @param host the address to listen on
   * @param port the port, or 0 for any free one
   * @param token what callers must bring; absent for everybody who can reach the address
   * @throws LockstepException if the address cannot be listened on
   */
  public static AdminServer start(
      String host, int port, @Nullable String token, PipelineControl pipeline, Metrics metrics) {
    return start(new AdminEndpoint(host, port, token), pipeline, metrics);
  }

  /**
   * Starts the server; it answers when this returns.
   *
   * @throws LockstepException if the address cannot be listened on, or TLS cannot be set up
   */
  public static AdminServer start(
      AdminEndpoint endpoint, PipelineControl pipeline, Metrics metrics) {
    return start(endpoint, pipeline, metrics, new History());
  }

  static AdminServer start(
      AdminEndpoint endpoint, PipelineControl pipeline, Metrics metrics, History history) {
    Guard guard = new Guard(endpoint);
    guard.publish(metrics);
    PipelineApi api = new PipelineApi(pipeline, metrics);
    int streams = endpoint.access().limits().maxEventStreams();
    Live live = Live.start(api::standing, history, streams);
    live.publish(metrics);
    SteeringApi steering = new SteeringApi(pipeline, api);
    try {
      Javalin server =
          Javalin.create(
              config -> {
                bounds(config, streams);
                listen(config, endpoint, live, metrics);
                routes(config.routes, guard, api, metrics);
                new VerifyApi(pipeline).register(config.routes);
                look(config.routes, live);
                steering(config.routes, steering);
                new LettersApi(pipeline).register(config.routes);
                handover(config.routes, new HandoverApi(pipeline));
              });
      api.offers(orders(server));
      return new AdminServer(server.start(), endpoint, live);
    } catch (JavalinBindException e) {
      live.close();
      throw new LockstepException(cannotListen(endpoint), e);
    } catch (RuntimeException e) {
      live.close();
      throw e;
    }
  }

  private static Set<String> orders(Javalin server) {
    return server.unsafe.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.endpoint)
        .filter(endpoint -> HandlerType.POST.equals(endpoint.method))
        .map(endpoint -> endpoint.path)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void listen(
      JavalinConfig config, AdminEndpoint endpoint, Live live, Metrics metrics) {
    config.jetty.addConnector(
        (server, http) -> {
          Listener listener = Listener.on(server, http, endpoint);
          listener.publish(metrics, endpoint.access());
          live.everySecond(listener::sweep);
          return listener.connector();
        });
  }

  private static void bounds(JavalinConfig config, int streams) {
    // Each stream of events keeps one.
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS + streams, MIN_THREADS);
    threads.setName("admin");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(server -> server.setErrorHandler(new BadRequests()));
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.http.maxRequestSize = MAX_REQUEST_BYTES;
    config.http.prefer405over404 = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
  }

  private static void routes(RoutesConfig routes, Guard guard, PipelineApi api, Metrics metrics) {
    ApiErrors.register(routes);
    routes.before(AdminServer::secure);
    routes.before(guard::check);
    routes.get("/status", api::status);
    routes.get(
        "/metrics", ctx -> ctx.contentType(PROMETHEUS_TYPE).result(metrics.prometheusText()));
    routes.get("/health/live", api::live);
    routes.head("/health/live", api::live);
    routes.get("/health/ready", api::ready);
    routes.head("/health/ready", api::ready);
  }

  private static void steering(RoutesConfig routes, SteeringApi api) {
    routes.post("/pause", api::pause);
    routes.post("/resume", api::resume);
    routes.post("/throttle", api::throttle);
    routes.get("/journal", api::journal);
  }

  private static void handover(RoutesConfig routes, HandoverApi api) {
    routes.get("/cutover", api::cutover);
    routes.post("/cutover", api::orderCutover);
    routes.get("/rehearsal", api::rehearsal);
    routes.post("/rehearsal", api::orderRehearsal);
  }

  private static void look(RoutesConfig routes, Live live) {
    Dashboard dashboard = Dashboard.load();
    routes.get("/", dashboard::show);
    routes.get("/history", live::history);
    routes.get("/events", live::events);
  }

  private static void secure(Context ctx) {
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cache-Control", "no-store");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  }

  private static Problem cannotListen(AdminEndpoint endpoint) {
    return Problem.error(
        Category.CONFIGURATION,
        "ADMIN-ADDRESS-IN-USE",
        "the admin API cannot listen on " + endpoint.host() + ":" + endpoint.port(),
        "admin.listen",
        "stop what listens there (another Lockstep?), or choose another address");
  }

  /** Where it listens, for example {@code http://127.0.0.1:8080}. */
  public URI address() {
    return new AdminEndpoint(endpoint.host(), server.port(), endpoint.token(), endpoint.access())
        .address();
  }

  /** Stops listening; requests under way are ended. */
  @Override
  public void close() {
    live.close();
    server.stop();
  }
}
