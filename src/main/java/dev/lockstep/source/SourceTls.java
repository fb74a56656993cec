package dev.lockstep.source;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How connections to a source are secured, in the words of the PostgreSQL driver.
 *
 * @param mode {@code disable, allow, prefer, require, verify-ca, verify-full}
 * @param rootCertificate file with the certificates of the authorities to trust
 * @param certificate file with the client's certificate
 * @param key file with the client's key
 */
public record SourceTls(
    String mode, @Nullable Path rootCertificate, @Nullable Path certificate, @Nullable Path key) {
  /** Encrypted if the server can. */
  public static SourceTls prefer() {
    return new SourceTls("prefer", null, null, null);
  }
}
