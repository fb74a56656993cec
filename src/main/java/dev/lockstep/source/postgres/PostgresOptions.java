package dev.lockstep.source.postgres;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a PostgreSQL source and what to read it with.
 *
 * @param host name or address
 * @param port TCP port
 * @param database the database
 * @param user the role; needs LOGIN, REPLICATION and SELECT on the tables
 * @param password asked at each connection, so that it may change; never kept, never printed
 * @param tls how the connection is secured
 * @param slot the replication slot, made if missing
 * @param publication the publication, made if missing
 * @param epoch the epoch of all versions, 0 to 999,999: raised by the operator when the server is
 *     replaced by one with another log
 * @param limits the bounds
 * @param spillDir a folder of this pipeline alone, for transactions too large for memory
 * @param debezium further properties of the Debezium connector; none that Lockstep owns
 */
public record PostgresOptions(
    String host,
    int port,
    String database,
    String user,
    Supplier<char[]> password,
    Tls tls,
    String slot,
    String publication,
    int epoch,
    PostgresLimits limits,
    Path spillDir,
    Map<String, String> debezium) {

  /** Copies the properties. */
  public PostgresOptions {
    debezium = Map.copyOf(debezium);
  }

  /**
   * How connections are secured, in the words of the PostgreSQL driver.
   *
   * @param mode {@code disable, allow, prefer, require, verify-ca, verify-full}
   * @param rootCertificate file with the certificates of the authorities to trust
   * @param certificate file with the client's certificate
   * @param key file with the client's key
   */
  public record Tls(
      String mode, @Nullable Path rootCertificate, @Nullable Path certificate, @Nullable Path key) {
    /** Encrypted if the server can. */
    public static Tls prefer() {
      return new Tls("prefer", null, null, null);
    }
  }

  /** Where it is, without secrets. */
  public String address() {
    return host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return "PostgresOptions["
        + user
        + ":***@"
        + address()
        + ", slot="
        + slot
        + ", publication="
        + publication
        + ", epoch="
        + epoch
        + ", "
        + limits
        + ", debezium="
        + debezium.keySet()
        + "]";
  }
}
