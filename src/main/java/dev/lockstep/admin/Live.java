package dev.lockstep.admin;

import dev.lockstep.metrics.Metrics;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipeline as it goes on: its last hour, and a stream of server-sent events for each caller
 * that follows it. A stream begins with {@code history}, has a {@code status} every second and a
 * {@code sample} whenever there is a new one. Each stream keeps a thread of the server, so that a
 * caller who does not read holds up nobody else; their number is bounded.
 */
final class Live implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);
  private static final String TYPE = "text/event-stream; charset=utf-8";
  private static final long BEAT_MILLIS = 1_000;
  private static final int RETRY_SECONDS = 10;

  private final Function<Role, Standing> standing;
  private final History history;
  private final InstantSource time = InstantSource.system();
  private final int maxStreams;
  private final Semaphore places;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService sampler =
      Executors.newSingleThreadScheduledExecutor(Live::thread);

  private Live(Function<Role, Standing> standing, History history, int maxStreams) {
    this.standing = standing;
    this.history = history;
    this.maxStreams = maxStreams;
    this.places = new Semaphore(maxStreams);
  }

  static Live start(Function<Role, Standing> standing, History history, int maxStreams) {
    Live live = new Live(standing, history, maxStreams);
    live.every(History.INTERVAL.toMillis(), live::sample);
    return live;
  }

  private void every(long millis, Runnable task) {
    ScheduledFuture<?> unused = sampler.scheduleAtFixedRate(task, 0, millis, TimeUnit.MILLISECONDS);
  }

  /** Has something done for as long as this lives; it must not throw. */
  void everySecond(Runnable task) {
    every(BEAT_MILLIS, task);
  }

  void publish(Metrics metrics) {
    metrics.limit(
        "admin.max-event-streams", maxStreams, () -> maxStreams - places.availablePermits());
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "admin-history");
    thread.setDaemon(true);
    return thread;
  }

  private void sample() {
    try {
      history.add(time.instant(), standing.apply(Role.LOOK).status());
    } catch (RuntimeException e) {
      LOG.warn("The dashboard's history misses a sample", e);
    }
  }

  void history(Context ctx) {
    ctx.contentType("application/json").result(Json.line(history.kept()));
  }

  void events(Context ctx) throws IOException, InterruptedException {
    if (!places.tryAcquire()) {
      ctx.header("Retry-After", String.valueOf(RETRY_SECONDS));
      ApiErrors.answer(ctx, full());
      return;
    }
    try {
      ctx.contentType(TYPE);
      follow(ctx.res().getOutputStream(), Role.of(ctx));
    } finally {
      places.release();
    }
  }

  private static ProblemDetails full() {
    HttpStatus unavailable = HttpStatus.SERVICE_UNAVAILABLE;
    return ProblemDetails.of(
        unavailable.getCode(),
        unavailable.getMessage(),
        "EVENT-STREAMS-FULL",
        "as many callers follow the events as are allowed at a time",
        "close a dashboard that nobody looks at, or ask GET /status");
  }

  /** Returns when the server stops, or the caller has gone. */
  private void follow(ServletOutputStream out, Role role) throws InterruptedException {
    try {
      History.Kept kept = history.kept();
      send(out, "history", kept);
      long last = kept.samples().isEmpty() ? 0 : newest(kept).at();
      do {
        send(out, "status", standing.apply(role));
        History.@Nullable Sample sample = history.newest();
        if (sample != null && sample.at() > last) {
          send(out, "sample", sample);
          last = sample.at();
        }
      } while (!closed.await(BEAT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      LOG.debug("A caller who followed the events has gone", e);
    }
  }

  private static History.Sample newest(History.Kept kept) {
    return kept.samples().get(kept.samples().size() - 1);
  }

  private static void send(ServletOutputStream out, String event, Object data) throws IOException {
    String message = "event: " + event + "\ndata: " + Json.line(data) + "\n\n";
    out.write(message.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    closed.countDown();
    sampler.shutdownNow();
  }
}
