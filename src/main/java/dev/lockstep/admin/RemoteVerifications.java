package dev.lockstep.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyJson;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verifications of a daemon, over its admin API. Closing them leaves the daemon alone. */
final class RemoteVerifications implements Verifications {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;
  private static final int ERROR = 400;

  private final URI address;
  private final @Nullable String token;
  private final HttpClient http;

  RemoteVerifications(URI address, @Nullable String token, HttpClient http) {
    this.address = address;
    this.token = token;
    this.http = http;
  }

  @Override
  public VerifyProgress start(VerifyRequest request) {
    return VerifyJson.read(post("/verify", VerifyJson.compact(request)), VerifyProgress.class);
  }

  @Override
  public Optional<VerifyProgress> progress() {
    JsonNode progress = Json.tree(get("/verify").orElse("{}")).path("progress");
    return progress.isObject()
        ? Optional.of(VerifyJson.read(progress.toString(), VerifyProgress.class))
        : Optional.empty();
  }

  @Override
  public boolean cancel(String id) {
    return progress().filter(running -> running.id().equals(id)).isPresent()
        && Json.tree(post("/verify/cancel", "{}")).path("cancelled").asBoolean();
  }

  @Override
  public List<VerifyReport> reports(int most) {
    return get("/verify/reports?most=" + most).map(VerifyJson::reports).orElse(List.of());
  }

  @Override
  public Optional<VerifyReport> report(String id) {
    return get("/verify/reports/" + id).map(json -> VerifyJson.read(json, VerifyReport.class));
  }

  private Optional<String> get(String path) {
    HttpResponse<String> response = send(request(path).GET().build());
    return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(body(response));
  }

  private String post(String path, String json) {
    return body(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build()));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new LockstepException(lost("no daemon answers"), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LockstepException(lost("the call was interrupted"), e);
    }
  }

  private String body(HttpResponse<String> response) {
    if (response.statusCode() >= ERROR) {
      throw new LockstepException(refused(response.body()));
    }
    return response.body();
  }

  private Problem refused(String body) {
    try {
      return Json.problem(body).toProblem(address.toString());
    } catch (IllegalArgumentException e) {
      return lost("something answers, but it is no Lockstep daemon");
    }
  }

  private Problem lost(String what) {
    return Problem.error(
        Category.CONFIGURATION,
        "DAEMON-NOT-RUNNING",
        what,
        address.toString(),
        "start it with 'lockstep run', or correct admin.listen if it runs elsewhere");
  }

  @Override
  public void close() {
    // The daemon goes on with what it does.
  }
}
