package dev.lockstep.admin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what never becomes a request (no HTTP, headers too long), which Javalin never sees. */
final class BadRequests implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    ProblemDetails details =
        ProblemDetails.of(
            status,
            HttpStatus.getMessage(status),
            "HTTP-" + status,
            "the request is not one that this server can read",
            "send HTTP/1.1 with headers of ordinary length");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDetails.CONTENT_TYPE);
    byte[] body = Json.line(details).getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
