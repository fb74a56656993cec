package dev.lockstep.source.debezium;

import dev.lockstep.change.TableId;
import dev.lockstep.source.postgres.PostgresAdmin;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.PostgresTypes;
import io.debezium.connector.postgresql.PostgresConnector;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The properties of the engine, and which of them are Lockstep's own. */
public final class EngineProperties {
  private static final String CONVERTER = "lockstep";

  /** What is the same for every engine. */
  private static final Map<String, String> BASE =
      Map.ofEntries(
          Map.entry("connector.class", PostgresConnector.class.getName()),
          Map.entry("offset.storage", DurableOffsetStore.class.getName()),
          Map.entry("offset.flush.interval.ms", "1000"),
          Map.entry("converters", CONVERTER),
          Map.entry(CONVERTER + ".type", CanonicalConverter.class.getName()),
          Map.entry("plugin.name", "pgoutput"),
          Map.entry("publication.autocreate.mode", "disabled"),
          Map.entry("slot.drop.on.stop", "false"),
          Map.entry("slot.max.retries", "0"),
          Map.entry("lsn.flush.mode", "connector"),
          Map.entry("snapshot.mode", "initial"),
          Map.entry("snapshot.max.threads", "1"),
          Map.entry("snapshot.fetch.size", "2000"),
          Map.entry("skipped.operations", "none"),
          Map.entry("tombstones.on.delete", "false"),
          Map.entry("provide.transaction.metadata", "true"),
          Map.entry("heartbeat.interval.ms", "0"),
          Map.entry("message.prefix.include.list", PostgresAdmin.HEARTBEAT_PREFIX),
          Map.entry("binary.handling.mode", "bytes"),
          Map.entry("include.unknown.datatypes", "true"),
          Map.entry("event.converting.failure.handling.mode", "fail"),
          Map.entry("event.processing.failure.handling.mode", "fail"),
          Map.entry("schema.name.adjustment.mode", "none"),
          Map.entry("extended.headers.enabled", "false"),
          Map.entry("record.processing.threads", "1"),
          Map.entry("errors.max.retries", "0"),
          Map.entry("driver.binaryTransfer", "false"));

  /** What a user may change, with the values that suit most. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "poll.interval.ms", "20",
          "max.batch.size", "2048",
          "max.queue.size", "8192",
          "status.update.interval.ms", "5000",
          "driver.tcpKeepAlive", "true");

  /** Names, and beginnings of names (with a dot at the end), that Lockstep sets by other means. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "name",
          "topic.prefix",
          "tasks.max",
          "table.include.list",
          "table.exclude.list",
          "schema.include.list",
          "schema.exclude.list",
          "column.include.list",
          "column.exclude.list",
          "message.key.columns",
          "message.prefix.exclude.list",
          "database.hostname",
          "database.port",
          "database.dbname",
          "database.user",
          "database.password",
          "database.sslmode",
          "database.sslrootcert",
          "database.sslcert",
          "database.sslkey",
          "slot.name",
          "slot.seek.to.known.offset.on.start",
          "offset.mismatch.strategy",
          "publication.name",
          "max.queue.size.in.bytes",
          "unavailable.value.placeholder",
          "decimal.handling.mode",
          "time.precision.mode",
          "interval.handling.mode",
          "hstore.handling.mode",
          "flush.lsn.source",
          "read.only",
          "retriable.restart.connector.wait.ms",
          "record.processing.order",
          "record.processing.with.serial.consumer",
          "offset.storage.",
          "offset.",
          "signal.",
          "notification.",
          "transforms",
          "transforms.",
          "predicates",
          "predicates.",
          "snapshot.select.",
          "snapshot.mode.",
          "column.mask.",
          "column.truncate.",
          "column.propagate.",
          "datatype.propagate.",
          "post.processors",
          "post.processors.",
          CONVERTER + ".");

  private EngineProperties() {}

  /**
   * The properties that a user may not set, because Lockstep's promises rest on them. A name that
   * ends in a dot stands for all that begin with it.
   */
  public static Set<String> owned() {
    Set<String> owned = new TreeSet<>(ELSEWHERE);
    owned.addAll(BASE.keySet());
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
    Properties properties = new Properties();
    properties.putAll(DEFAULTS);
    properties.putAll(options.debezium());
    properties.putAll(BASE);
    properties.setProperty("name", prefix);
    properties.setProperty("topic.prefix", prefix);
    properties.setProperty(CONVERTER + "." + CanonicalConverter.USER_TYPES, types.toText());
    properties.setProperty("table.include.list", includeList(tables));
    if (!left.isEmpty()) {
      properties.setProperty("column.exclude.list", excludeList(left));
    }
    properties.setProperty("slot.name", options.slot());
    properties.setProperty("publication.name", options.publication());
    properties.setProperty("max.queue.size.in.bytes", Long.toString(options.limits().queueBytes()));
    putConnection(properties, options);
    return properties;
  }

  private static void putConnection(Properties properties, PostgresOptions options) {
    properties.setProperty("database.hostname", options.host());
    properties.setProperty("database.port", Integer.toString(options.port()));
    properties.setProperty("database.dbname", options.database());
    properties.setProperty("database.user", options.user());
    char[] password = options.password().get();
    properties.setProperty("database.password", new String(password));
    Arrays.fill(password, '\0');
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

  private static String includeList(Collection<TableId> tables) {
    return tables.stream().sorted().map(EngineProperties::pattern).collect(Collectors.joining(","));
  }

  private static String excludeList(Map<TableId, List<String>> columns) {
    return columns.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(name -> pattern(entry.getKey(), name)))
        .collect(Collectors.joining(","));
  }

  private static String pattern(TableId table, String column) {
    return pattern(table) + "\\." + pattern(column);
  }

  private static String pattern(TableId table) {
    return pattern(table.schema()) + "\\." + pattern(table.name());
  }

  /** Debezium takes each name for a regular expression, and commas for ends of names. */
  private static String pattern(String name) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c == '_' || (c < 128 && Character.isLetterOrDigit(c));
      pattern.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return pattern.toString();
  }
}
