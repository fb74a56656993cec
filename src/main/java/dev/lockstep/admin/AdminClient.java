package dev.lockstep.admin;

import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a running daemon over its admin API. */
public final class AdminClient {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private final URI address;
  private final @Nullable String token;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /**
   * @param address for example {@code http://127.0.0.1:8080}
   * @param token what the daemon wants to see; absent if it wants none
   */
  public AdminClient(URI address, @Nullable String token) {
    this.address = address;
    this.token = token;
  }

  /**
   * How the daemon's pipeline stands.
   *
   * @throws LockstepException if no daemon answers there, or it refuses
   */
  public PipelineStatus status() throws InterruptedException {
    HttpResponse<String> response = get("/status");
    if (response.statusCode() == UNAUTHORIZED) {
      throw new LockstepException(refused());
    }
    try {
      if (response.statusCode() == OK) {
        return Json.status(response.body());
      }
    } catch (IllegalArgumentException e) {
      throw new LockstepException(stranger(), e);
    }
    throw new LockstepException(stranger());
  }

  private HttpResponse<String> get(String path) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new LockstepException(nobody(), e);
    }
  }

  private Problem nobody() {
    return problem(
        "DAEMON-NOT-RUNNING",
        "no daemon answers",
        "start it with 'lockstep run', or correct admin.listen if it runs elsewhere");
  }

  private Problem refused() {
    return problem(
        "ADMIN-TOKEN-REFUSED",
        "the daemon does not accept this configuration's token",
        "use the admin.token that the daemon was started with");
  }

  private Problem stranger() {
    return problem(
        "ADMIN-ANSWER-UNKNOWN",
        "something answers, but it is no Lockstep daemon",
        "correct admin.listen, or free that port for the daemon");
  }

  private Problem problem(String code, String what, String remedy) {
    return Problem.error(Category.CONFIGURATION, code, what, address.toString(), remedy);
  }
}
