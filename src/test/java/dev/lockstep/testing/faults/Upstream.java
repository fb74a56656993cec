package dev.lockstep.testing.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** The endpoint behind the proxy. */
final class Upstream {
  private final URI endpoint;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Upstream(URI endpoint) {
    this.endpoint = endpoint;
  }

  HttpMessage call(HttpMessage message) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).POST(HttpRequest.BodyPublishers.ofString(message.body()));
    message
        .headers()
        .forEach(
            (name, value) -> {
              if (name.startsWith("x-amz-")
                  || name.equals("content-type")
                  || name.equals("authorization")) {
                request.header(name, value);
              }
            });
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    Map<String, String> headers = new LinkedHashMap<>();
    answer.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    return new HttpMessage("HTTP/1.1 " + answer.statusCode() + " OK", headers, answer.body());
  }
}
