package dev.lockstep.source.postgres;

import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.SourceTls;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

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
    SourceTls tls,
    String slot,
    String publication,
    int epoch,
    SourceLimits limits,
    Path spillDir,
    Map<String, String> debezium) {

  /** Copies the properties. */
  public PostgresOptions {
    debezium = Map.copyOf(debezium);
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
