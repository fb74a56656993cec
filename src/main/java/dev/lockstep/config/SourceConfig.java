package dev.lockstep.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where changes come from.
 *
 * @param kind which database it is, and what only that one has
 * @param host name or address
 * @param port TCP port
 * @param database the database
 * @param user the role or account
 * @param password empty if the server asks for none
 * @param tls how connections are secured
 * @param epoch of all versions, 0 to 999,999: raised when the server is replaced by one with
 *     another log
 * @param heartbeatInterval how often a message is written into the source's log
 * @param limits the bounds of reading
 * @param debezium further properties of the Debezium connector; none that Lockstep owns. Their
 *     values may be secrets
 */
public record SourceConfig(
    Kind kind,
    String host,
    int port,
    String database,
    String user,
    Secret password,
    Tls tls,
    int epoch,
    Duration heartbeatInterval,
    Limits limits,
    Map<String, Secret> debezium) {

  /** Copies the properties, in their order. */
  public SourceConfig {
    debezium = Collections.unmodifiableMap(new LinkedHashMap<>(debezium));
  }

  /** The same with other bounds. */
  public SourceConfig withLimits(Limits other) {
    return new SourceConfig(
        kind, host, port, database, user, password, tls, epoch, heartbeatInterval, other, debezium);
  }

  /** Which database it is. */
  public sealed interface Kind {}

  /**
   * PostgreSQL.
   *
   * @param slot the replication slot, made if missing
   * @param publication the publication, made if missing
   */
  public record Postgres(String slot, String publication) implements Kind {}

  /**
   * MySQL.
   *
   * @param serverId by which the server knows this replica; unique among its replicas
   * @param onUnloggedRows what becomes of statements that add or remove rows without logging them
   */
  public record Mysql(long serverId, UnloggedRows onUnloggedRows) implements Kind {}

  /** What becomes of statements that add or remove rows without logging them. */
  public enum UnloggedRows {
    /** The pipeline stops and says why. */
    HALT,
    /** They are passed over with a warning; a verification finds the items. */
    IGNORE
  }

  /**
   * How connections are secured.
   *
   * @param mode how far the server is trusted
   * @param rootCertificate file with the certificates of the authorities to trust
   * @param certificate file with the client's certificate
   * @param key file with the client's key
   */
  public record Tls(
      SslMode mode,
      @Nullable Path rootCertificate,
      @Nullable Path certificate,
      @Nullable Path key) {}

  /** How far a server is trusted; the words of the PostgreSQL driver, in lower case with dashes. */
  public enum SslMode {
    /** Never encrypt. */
    DISABLE,
    /** Encrypt only if the server insists. */
    ALLOW,
    /** Encrypt if the server can. */
    PREFER,
    /** Always encrypt; trust any certificate. */
    REQUIRE,
    /** Always encrypt; the certificate must be signed by a trusted authority. */
    VERIFY_CA,
    /** Always encrypt; the certificate must be signed and name the host. */
    VERIFY_FULL
  }

  /**
   * The bounds of reading.
   *
   * @param maxTransactionChanges the most changes of a transaction that flows whole
   * @param maxTransactionBytes the same in estimated bytes of heap
   * @param maxQueueBytes the most bytes between the reader of the log and the decoder
   * @param loadSliceRows the most rows in a slice of the initial load
   * @param connectTimeout how long to wait for a connection
   * @param statementTimeout how long to wait for the answer to a statement of the source's upkeep
   * @param stopTimeout how long to wait for the source to end
   * @param maxRestartDelay the longest wait before the source is restarted after a passing fault
   */
  public record Limits(
      int maxTransactionChanges,
      Size maxTransactionBytes,
      Size maxQueueBytes,
      int loadSliceRows,
      Duration connectTimeout,
      Duration statementTimeout,
      Duration stopTimeout,
      Duration maxRestartDelay) {}
}
