package dev.lockstep.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.config.AdminAccess;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks a running daemon over its admin API. */
public final class AdminClient {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private final URI address;
  private final @Nullable String token;
  private final HttpClient http;

  /**
   * @param address for example {@code http://127.0.0.1:8080}
   * @param token what the daemon wants to see; absent if it wants none
   */
  public AdminClient(URI address, @Nullable String token) {
    this(address, token, HttpClient.newBuilder().connectTimeout(LIMIT).build());
  }

  /**
   * The client of a daemon with this configuration. One that listens on all addresses is asked on
   * loopback.
   *
   * @throws LockstepException if TLS cannot be set up
   */
  public AdminClient(AdminEndpoint endpoint) {
    this(endpoint.reachable(), endpoint.token(), over(endpoint.access().tls()));
  }

  private AdminClient(URI address, @Nullable String token, HttpClient http) {
    this.address = address;
    this.token = token;
    this.http = http;
  }

  private static HttpClient over(AdminAccess.@Nullable Tls tls) {
    HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(LIMIT);
    return tls == null ? http.build() : http.sslContext(Pem.client(tls)).build();
  }

  /** Where it asks. */
  public URI address() {
    return address;
  }

  /**
   * How the daemon's pipeline stands.
   *
   * @throws LockstepException if no daemon answers there, or it refuses
   */
  public PipelineStatus status() throws InterruptedException {
    return status(send(request("/status")));
  }

  /**
   * Gives an order.
   *
   * @param path for example {@code /pause}
   * @param who gives it, for the journal
   * @param body what is sent, as JSON
   * @return how the pipeline stands after it
   * @throws LockstepException if no daemon answers there, or it refuses, for its own reasons too
   */
  public PipelineStatus order(String path, String who, Object body) throws InterruptedException {
    return status(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .header(Caller.HEADER, who)
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)))));
  }

  /**
   * Has the daemon do something.
   *
   * @param who wants it, for the journal
   * @param body sent as JSON
   * @param limit how long the answer may take
   * @throws LockstepException if no daemon answers there, or it refuses or cannot
   */
  JsonNode post(String path, String who, Object body, Duration limit) throws InterruptedException {
    HttpResponse<String> response =
        send(
            request(path)
                .timeout(limit)
                .header("Content-Type", "application/json")
                .header(Caller.HEADER, who)
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body))));
    requireGood(response);
    try {
      return Json.tree(response.body());
    } catch (IllegalArgumentException e) {
      throw new LockstepException(stranger(), e);
    }
  }

  private PipelineStatus status(HttpResponse<String> response) {
    try {
      return Json.status(body(response));
    } catch (IllegalArgumentException e) {
      throw new LockstepException(stranger(), e);
    }
  }

  /**
   * Asks for JSON.
   *
   * @param type of what is answered
   * @return empty if the answer is JSON's null
   */
  <T> Optional<T> ask(String path, Class<T> type) throws InterruptedException {
    return read(body(send(request(path))), type);
  }

  /** Gives an order that is answered with JSON. */
  <T> Optional<T> tell(String path, String who, Object order, Class<T> type)
      throws InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .header(Caller.HEADER, who)
            .POST(HttpRequest.BodyPublishers.ofString(Json.line(order)));
    return read(body(send(request)), type);
  }

  private <T> Optional<T> read(String body, Class<T> type) {
    try {
      return body.equals("null") ? Optional.empty() : Optional.of(VerifyJson.read(body, type));
    } catch (IllegalArgumentException e) {
      throw new LockstepException(stranger(), e);
    }
  }

  private String body(HttpResponse<String> response) {
    requireGood(response);
    if (response.statusCode() != OK) {
      throw new LockstepException(stranger());
    }
    return response.body();
  }

  private void requireGood(HttpResponse<String> response) {
    if (response.statusCode() == UNAUTHORIZED) {
      throw new LockstepException(refused());
    }
    reasonOf(response)
        .ifPresent(
            problem -> {
              throw new LockstepException(problem);
            });
  }

  /** The daemon's verifications. */
  public Verifications verifications() {
    return new RemoteVerifications(address, token, http);
  }

  private Optional<Problem> reasonOf(HttpResponse<String> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (response.statusCode() == OK || !type.startsWith(ProblemDetails.CONTENT_TYPE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.problem(response.body()).toProblem(address.toString()));
    } catch (IllegalArgumentException e) {
      throw new LockstepException(stranger(), e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (SSLException e) {
      throw new LockstepException(distrust(), e);
    } catch (IOException e) {
      throw new LockstepException(nobody(), e);
    }
  }

  private Problem distrust() {
    return problem(
        "ADMIN-TLS-REFUSED",
        "this command and the daemon do not trust each other's certificates",
        "name the daemon's issuer in admin.tls.ca and its host in the certificate; where it asks"
            + " for certificates, name yours in admin.tls.client-certificate and client-key");
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
