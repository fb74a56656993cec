package dev.lockstep.source.debezium;

import dev.lockstep.change.TableId;
import dev.lockstep.source.postgres.PostgresAdmin;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.PostgresTypes;
import io.debezium.connector.postgresql.PostgresConnector;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The properties of an engine that reads PostgreSQL. */
final class PostgresProperties {
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("connector.class", PostgresConnector.class.getName()),
          Map.entry(EngineProperties.CONVERTER + ".type", PostgresConverter.class.getName()),
          Map.entry("plugin.name", "pgoutput"),
          Map.entry("publication.autocreate.mode", "disabled"),
          Map.entry("slot.drop.on.stop", "false"),
          Map.entry("slot.max.retries", "0"),
          Map.entry("lsn.flush.mode", "connector"),
          Map.entry("heartbeat.interval.ms", "0"),
          Map.entry("message.prefix.include.list", PostgresAdmin.HEARTBEAT_PREFIX),
          Map.entry("driver.binaryTransfer", "false"));

  private static final Map<String, String> DEFAULTS =
      Map.of("status.update.interval.ms", "5000", "driver.tcpKeepAlive", "true");

  private static final Set<String> ELSEWHERE =
      Set.of(
          "schema.include.list",
          "schema.exclude.list",
          "message.prefix.exclude.list",
          "database.dbname",
          "database.sslmode",
          "database.sslrootcert",
          "database.sslcert",
          "database.sslkey",
          "slot.name",
          "slot.seek.to.known.offset.on.start",
          "offset.mismatch.strategy",
          "publication.name",
          "unavailable.value.placeholder",
          "interval.handling.mode",
          "hstore.handling.mode",
          "flush.lsn.source");

  private PostgresProperties() {}

  /** Those that are not every engine's. */
  static Set<String> owned() {
    Set<String> owned = new TreeSet<>(ELSEWHERE);
    owned.addAll(FIXED.keySet());
    return owned;
  }

  /**
   * All properties of an engine.
   *
   * @param prefix unique among the engines of the process: the name of its metrics
   * @param left columns to leave out, by table
   */
  static Properties of(
      PostgresOptions options,
      String prefix,
      Collection<TableId> tables,
      Map<TableId, List<String>> left,
      PostgresTypes types) {
    Properties properties = EngineProperties.of(prefix, DEFAULTS, options.debezium(), FIXED);
    properties.setProperty(
        EngineProperties.CONVERTER + "." + PostgresConverter.USER_TYPES, types.toText());
    properties.setProperty("table.include.list", EngineProperties.includeList(tables));
    if (!left.isEmpty()) {
      properties.setProperty("column.exclude.list", EngineProperties.excludeList(left));
    }
    properties.setProperty("slot.name", options.slot());
    properties.setProperty("publication.name", options.publication());
    properties.setProperty("max.queue.size.in.bytes", Long.toString(options.limits().queueBytes()));
    putConnection(properties, options);
    return properties;
  }

  private static void putConnection(Properties properties, PostgresOptions options) {
    EngineProperties.putServer(
        properties, options.host(), options.port(), options.user(), options.password());
    properties.setProperty("database.dbname", options.database());
    properties.setProperty("database.sslmode", options.tls().mode());
    putFile(properties, "database.sslrootcert", options.tls().rootCertificate());
    putFile(properties, "database.sslcert", options.tls().certificate());
    putFile(properties, "database.sslkey", options.tls().key());
  }

  private static void putFile(Properties properties, String name, @Nullable Path file) {
    if (file != null) {
      properties.setProperty(name, file.toString());
    }
  }
}
