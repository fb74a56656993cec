package dev.lockstep.source.mysql;

import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.SourceTls;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How to reach a MySQL source and what to read it with.
 *
 * @param host name or address
 * @param port TCP port
 * @param database the database (MySQL also says schema) whose tables are read
 * @param user the account; needs SELECT, REPLICATION SLAVE and REPLICATION CLIENT
 * @param password asked at each connection, so that it may change; never kept, never printed
 * @param tls how the connection is secured
 * @param serverId by which the server knows this reader of its log; unique among its replicas
 * @param unloggedRows what becomes of statements whose rows are not in the log
 * @param pipeline the pipeline's name: which row of the heartbeat table is its own
 * @param epoch the epoch of all versions, 0 to 999,999: raised by the operator when the server is
 *     replaced by one with another log
 * @param limits the bounds
 * @param spillDir a folder of this pipeline alone, for transactions too large for memory
 * @param schemaHistory the file that tells which shape tables had where in the log
 * @param debezium further properties of the Debezium connector; none that Lockstep owns
 */
public record MysqlOptions(
    String host,
    int port,
    String database,
    String user,
    Supplier<char[]> password,
    SourceTls tls,
    long serverId,
    UnloggedRows unloggedRows,
    String pipeline,
    int epoch,
    SourceLimits limits,
    Path spillDir,
    Path schemaHistory,
    Map<String, String> debezium) {

  /** Copies the properties. */
  public MysqlOptions {
    debezium = Map.copyOf(debezium);
  }

  /** The same with another answer to unlogged rows. */
  public MysqlOptions withUnloggedRows(UnloggedRows other) {
    return new MysqlOptions(
        host,
        port,
        database,
        user,
        password,
        tls,
        serverId,
        other,
        pipeline,
        epoch,
        limits,
        spillDir,
        schemaHistory,
        debezium);
  }

  /** Where it is, without secrets. */
  public String address() {
    return host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return "MysqlOptions["
        + user
        + ":***@"
        + address()
        + ", server-id="
        + serverId
        + ", epoch="
        + epoch
        + ", "
        + limits
        + ", debezium="
        + debezium.keySet()
        + "]";
  }
}
