package dev.lockstep.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the HTTP interface, over what, and how much.
 *
 * @param readOnlyToken what callers bring who may look and change nothing; absent for none
 * @param tls absent for plain HTTP
 */
public record AdminAccess(@Nullable Secret readOnlyToken, @Nullable Tls tls, Limits limits) {
  /** As with an empty section. */
  public static final AdminAccess DEFAULT =
      new AdminAccess(null, null, new Limits(50, 10, 16, 128, Duration.ofSeconds(15)));

  /**
   * Files of TLS, as PEM.
   *
   * @param certificate the daemon's, and those between it and its root
   * @param key the certificate's, PKCS #8, not encrypted
   * @param clientCa who issues the certificates that callers must bring; absent if they need none
   * @param ca whom commands trust; absent for the Java platform's own roots
   * @param clientCertificate what commands bring
   * @param clientKey of that
   */
  public record Tls(
      Path certificate,
      Path key,
      @Nullable Path clientCa,
      @Nullable Path ca,
      @Nullable Path clientCertificate,
      @Nullable Path clientKey) {}

  /**
   * Bounds.
   *
   * @param maxRequestsPerSecond from one address
   * @param maxFailedLogins from one address, in a minute
   * @param maxEventStreams at a time
   * @param maxConnections at a time
   * @param requestTimeout how long a caller may take to send, or to take, the next byte, and a new
   *     one to send its first request
   */
  public record Limits(
      int maxRequestsPerSecond,
      int maxFailedLogins,
      int maxEventStreams,
      int maxConnections,
      Duration requestTimeout) {}
}
