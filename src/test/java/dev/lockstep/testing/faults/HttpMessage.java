package dev.lockstep.testing.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request or an answer of HTTP/1.1 with a length, which is all that SDK clients send.
 *
 * @param start the first line
 * @param headers by their names in lower case
 * @param body as text; DynamoDB speaks nothing but JSON
 */
record HttpMessage(String start, Map<String, String> headers, String body) {

  /** The next message of a connection; empty if its other end has closed it. */
  static Optional<HttpMessage> read(InputStream in) throws IOException {
    String start = line(in);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return Optional.of(new HttpMessage(start, headers, new String(body, StandardCharsets.UTF_8)));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        if (line.size() > 0) {
          throw new EOFException("a message that ends in its head");
        }
        return "";
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  void write(OutputStream out) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(start).append("\r\n");
    headers.forEach(
        (name, value) -> {
          if (!name.equals("content-length") && !name.equals("transfer-encoding")) {
            head.append(name).append(": ").append(value).append("\r\n");
          }
        });
    head.append("content-length: ").append(bytes.length).append("\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(bytes);
    out.flush();
  }

  HttpMessage withHeader(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return new HttpMessage(start, changed, body);
  }

  HttpMessage withBody(String other) {
    Map<String, String> unchecked = new LinkedHashMap<>(headers);
    unchecked.remove("x-amz-crc32");
    return new HttpMessage(start, unchecked, other);
  }

  static HttpMessage json(int status, String body) {
    return new HttpMessage(
        "HTTP/1.1 " + status + " Fault",
        Map.of("content-type", "application/x-amz-json-1.0"),
        body);
  }
}
