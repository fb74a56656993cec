package dev.lockstep.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What a process with a bare engine has to do; passed to it as {@code name=value} arguments.
 *
 * @param slot name of slot, publication and connector
 * @param table the table to read
 * @param schema that the table is in
 * @param source what a configuration of Lockstep says of the source
 * @param offsets file that keeps the engine's offsets
 * @param kind what to count
 * @param events how many to handle before the end
 * @param warmUpSeconds how long after the first event latencies begin to count
 * @param seconds the longest time from the first event to the end
 * @param endpoint where each event is put; empty to do nothing with it
 */
record EngineJob(
    String slot,
    String table,
    String schema,
    Map<String, String> source,
    String offsets,
    Kind kind,
    long events,
    int warmUpSeconds,
    int seconds,
    String endpoint) {

  private static final String SOURCE = "source.";

  /** What to count. */
  enum Kind {
    /** Rows of the snapshot. */
    SNAPSHOT,
    /** Changes from the log. */
    STREAM
  }

  List<String> toArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("slot=" + slot);
    arguments.add("table=" + table);
    arguments.add("schema=" + schema);
    source.forEach((name, value) -> arguments.add(SOURCE + name + "=" + value));
    arguments.add("offsets=" + offsets);
    arguments.add("kind=" + kind);
    arguments.add("events=" + events);
    arguments.add("warm-up=" + warmUpSeconds);
    arguments.add("seconds=" + seconds);
    arguments.add("endpoint=" + endpoint);
    return arguments;
  }

  static EngineJob parse(String[] arguments) {
    Map<String, String> named = new HashMap<>();
    for (String argument : arguments) {
      int at = argument.indexOf('=');
      named.put(argument.substring(0, at), argument.substring(at + 1));
    }
    return new EngineJob(
        named.getOrDefault("slot", ""),
        named.getOrDefault("table", ""),
        named.getOrDefault("schema", ""),
        source(named),
        named.getOrDefault("offsets", ""),
        Kind.valueOf(named.getOrDefault("kind", "")),
        Long.parseLong(named.getOrDefault("events", "")),
        Integer.parseInt(named.getOrDefault("warm-up", "")),
        Integer.parseInt(named.getOrDefault("seconds", "")),
        named.getOrDefault("endpoint", ""));
  }

  private static Map<String, String> source(Map<String, String> named) {
    Map<String, String> source = new HashMap<>();
    named.forEach(
        (name, value) -> {
          if (name.startsWith(SOURCE)) {
            source.put(name.substring(SOURCE.length()), value);
          }
        });
    return source;
  }

  /** The topic of the table's events. */
  String topic() {
    return slot + "." + schema + "." + table;
  }

  /** Debezium's configuration: the same as Lockstep's own, so that both ask the same of it. */
  Properties engineProperties() {
    Properties p = new Properties();
    p.setProperty("name", slot);
    p.setProperty("topic.prefix", slot);
    p.setProperty("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
    p.setProperty("offset.storage.file.filename", offsets);
    p.setProperty("offset.flush.interval.ms", "1000");
    p.setProperty("database.hostname", said("host"));
    p.setProperty("database.port", said("port"));
    p.setProperty("database.user", said("user"));
    p.setProperty("database.password", said("password"));
    p.setProperty("table.include.list", schema + "." + table);
    p.setProperty("snapshot.mode", "initial");
    p.setProperty("snapshot.max.threads", "1");
    p.setProperty("skipped.operations", "none");
    p.setProperty("tombstones.on.delete", "false");
    p.setProperty("provide.transaction.metadata", "true");
    p.setProperty("extended.headers.enabled", "false");
    p.setProperty("record.processing.threads", "1");
    p.setProperty("poll.interval.ms", "20");
    p.setProperty("max.queue.size.in.bytes", Integer.toString(32 << 20));
    p.setProperty("errors.max.retries", "3");
    p.setProperty("decimal.handling.mode", "string");
    if (said("kind").equals("mysql")) {
      addMysql(p);
    } else {
      addPostgres(p);
    }
    return p;
  }

  private String said(String name) {
    return source.getOrDefault(name, "");
  }

  private void addPostgres(Properties p) {
    p.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    p.setProperty("database.dbname", said("database"));
    p.setProperty("plugin.name", "pgoutput");
    p.setProperty("slot.name", slot);
    p.setProperty("publication.name", slot);
    p.setProperty("publication.autocreate.mode", "filtered");
    p.setProperty("time.precision.mode", "microseconds");
    p.setProperty("interval.handling.mode", "string");
    p.setProperty("hstore.handling.mode", "map");
    p.setProperty("include.unknown.datatypes", "true");
  }

  private void addMysql(Properties p) {
    p.setProperty("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    p.setProperty("database.include.list", said("database"));
    p.setProperty("database.server.id", said("server-id"));
    p.setProperty("database.ssl.mode", "disabled");
    p.setProperty("database.connectionTimeZone", "UTC");
    p.setProperty("include.schema.changes", "false");
    p.setProperty("bigint.unsigned.handling.mode", "precise");
    p.setProperty("time.precision.mode", "adaptive_time_microseconds");
    String history = "schema.history.internal";
    p.setProperty(history, "io.debezium.storage.file.history.FileSchemaHistory");
    p.setProperty(history + ".file.filename", offsets + ".history");
  }
}
