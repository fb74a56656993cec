package dev.lockstep.admin;

import dev.lockstep.daemon.PipelineControl;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.net.URI;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The admin API of one pipeline. */
public final class AdminServer implements AutoCloseable {
  /** The largest body of a request, bytes: all that is sent here is a few numbers. */
  static final int MAX_REQUEST_BYTES = 16 * 1024;

  /** How many callers may follow the events at a time. */
  static final int MAX_EVENT_STREAMS = 16;

  /** Each stream of events keeps one thread. */
  private static final int MAX_THREADS = 12 + MAX_EVENT_STREAMS;

  private static final int MIN_THREADS = 2;
  private static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Javalin server;
  private final String host;
  private final Live live;

  private AdminServer(Javalin server, String host, Live live) {
    this.server = server;
    this.host = host;
    this.live = live;
  }

  /**
   * Starts the server; it answers when this returns.
   *
   * @param host the address to listen on
   * @param port the port, or 0 for any free one
   * @param token what callers must bring; absent for everybody who can reach the address
   * @throws LockstepException if the address cannot be listened on
   */
  public static AdminServer start(
      String host, int port, @Nullable String token, PipelineControl pipeline, Metrics metrics) {
    return start(host, port, token, pipeline, metrics, new History());
  }

  static AdminServer start(
      String host,
      int port,
      @Nullable String token,
      PipelineControl pipeline,
      Metrics metrics,
      History history) {
    Guard guard = new Guard(token == null ? null : new AccessToken(token));
    PipelineApi api = new PipelineApi(pipeline, metrics);
    Live live = Live.start(api::standing, history, MAX_EVENT_STREAMS);
    SteeringApi steering = new SteeringApi(pipeline, api);
    Javalin server =
        Javalin.create(
            config -> {
              bounds(config);
              routes(config.routes, guard, api, metrics);
              look(config.routes, live);
              steering(config.routes, steering);
            });
    try {
      return new AdminServer(server.start(host, port), host, live);
    } catch (JavalinBindException e) {
      live.close();
      throw new LockstepException(cannotListen(host, port), e);
    }
  }

  private static void bounds(JavalinConfig config) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
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
  }

  private static Problem cannotListen(String host, int port) {
    return Problem.error(
        Category.CONFIGURATION,
        "ADMIN-ADDRESS-IN-USE",
        "the admin API cannot listen on " + host + ":" + port,
        "admin.listen",
        "stop what listens there (another Lockstep?), or choose another address");
  }

  /** Where it listens, for example {@code http://127.0.0.1:8080}. */
  public URI address() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + shown + ":" + server.port());
  }

  /** Stops listening; requests under way are ended. */
  @Override
  public void close() {
    live.close();
    server.stop();
  }
}
