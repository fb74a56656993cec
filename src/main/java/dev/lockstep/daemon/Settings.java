package dev.lockstep.daemon;

import dev.lockstep.config.AdminAccess;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a command must know of a configuration before it works with it.
 *
 * @param pipeline the pipeline's name
 * @param admin where its admin API listens
 * @param jsonLogs whether logs are JSON
 * @param cloudWatch time between two lines of metrics for CloudWatch; absent for none
 */
public record Settings(
    String pipeline, AdminEndpoint admin, boolean jsonLogs, @Nullable Duration cloudWatch) {

  /**
   * Where an admin API listens.
   *
   * @param host the address
   * @param port the port; 0 for any free one
   * @param token what callers must bring; absent for none
   * @param access who else may use it, over what, and how much
   */
  public record AdminEndpoint(String host, int port, @Nullable String token, AdminAccess access) {

    /** With what the configuration has by default. */
    public AdminEndpoint(String host, int port, @Nullable String token) {
      this(host, port, token, AdminAccess.DEFAULT);
    }

    /** Its base, for example {@code https://10.0.0.5:8443}. */
    public URI address() {
      String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
      return URI.create((access.tls() == null ? "http" : "https") + "://" + shown + ":" + port);
    }

    /** Where it is reached from this machine, if it listens on all addresses. */
    public URI reachable() {
      String near =
          switch (host) {
            case "0.0.0.0", "" -> "127.0.0.1";
            case "::", "[::]" -> "::1";
            default -> host;
          };
      return new AdminEndpoint(near, port, token, access).address();
    }

    @Override
    public String toString() {
      return host + ":" + port + (token == null ? "" : " token ***");
    }
  }
}
