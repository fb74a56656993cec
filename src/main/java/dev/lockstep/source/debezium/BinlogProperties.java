package dev.lockstep.source.debezium;

import static java.util.stream.Collectors.joining;

import dev.lockstep.change.TableId;
import dev.lockstep.source.mysql.MysqlKeyStores;
import dev.lockstep.source.mysql.MysqlOptions;
import dev.lockstep.source.mysql.MysqlTls;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** The properties of an engine that reads MySQL. */
final class BinlogProperties {
  private static final String HISTORY = "schema.history.internal";
  private static final String QUERIES = "snapshot.select.statement.overrides";

  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("connector.class", MysqlConnector.class.getName()),
          Map.entry(EngineProperties.CONVERTER + ".type", BinlogConverter.class.getName()),
          Map.entry("include.schema.changes", "false"),
          Map.entry("include.query", "false"),
          Map.entry("bigint.unsigned.handling.mode", "precise"),
          Map.entry("decimal.handling.mode", "precise"),
          Map.entry("inconsistent.schema.handling.mode", "fail"),
          Map.entry("enable.time.adjuster", "false"),
          // It takes a reader that waits for a full pipeline for dead, and starts a second one.
          Map.entry("connect.keep.alive", "false"),
          Map.entry("database.connectionTimeZone", "UTC"),
          Map.entry("driver.yearIsDateType", "false"),
          Map.entry(HISTORY, MysqlSchemaHistory.class.getName()),
          Map.entry(HISTORY + ".store.only.captured.tables.ddl", "false"),
          Map.entry(HISTORY + ".store.only.captured.databases.ddl", "true"));

  private static final Map<String, String> DEFAULTS = Map.of("snapshot.lock.timeout.ms", "30000");

  /**
   * The server's signs of life are all that tells how far an idle log was read where nobody may
   * write, not even a heartbeat: a cutover waits for them.
   */
  private static final long SIGN_OF_LIFE_MILLIS = 500;

  /** Debezium has the server send a sign of life on an idle log in 80 % of this interval. */
  private static final int KEEP_ALIVE_PERCENT = 125;

  /** What {@link BinlogStream} does at an {@link UnloggedStatement}. */
  static final String UNLOGGED_ROWS = "lockstep.unlogged.rows";

  private static final Set<String> ELSEWHERE =
      Set.of(
          "event.deserialization.failure.handling.mode",
          UNLOGGED_ROWS,
          "database.include.list",
          "database.exclude.list",
          "database.server.id",
          "database.server.id.offset",
          "database.ssl.mode",
          "database.ssl.",
          "database.initial.statements",
          "connect.timeout.ms",
          "connect.keep.alive.interval.ms",
          "binlog.buffer.size",
          "gtid.",
          "snapshot.include.collection.list",
          "snapshot.new.tables",
          HISTORY + ".");

  private BinlogProperties() {}

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
   * @param marker the table into which heartbeats are written: streamed, not loaded
   * @param queries by which a load reads some of the tables
   * @param history what its history of shapes has to know
   */
  static Properties of(
      MysqlOptions options,
      String prefix,
      Collection<TableId> tables,
      TableId marker,
      Map<TableId, String> queries,
      MysqlSchemaHistory.Settings history) {
    Properties properties = EngineProperties.of(prefix, DEFAULTS, options.debezium(), FIXED);
    EngineProperties.putServer(
        properties, options.host(), options.port(), options.user(), options.password());
    properties.setProperty(UNLOGGED_ROWS, options.unloggedRows().name());
    properties.setProperty("database.server.id", Long.toString(options.serverId()));
    properties.setProperty("database.ssl.mode", MysqlTls.debeziumMode(options.tls()));
    MysqlKeyStores.debezium(options).forEach(properties::setProperty);
    properties.setProperty(
        "connect.timeout.ms", Long.toString(options.limits().connectTimeout().toMillis()));
    long signOfLife = Math.min(SIGN_OF_LIFE_MILLIS, options.limits().heartbeat().toMillis());
    properties.setProperty("heartbeat.interval.ms", Long.toString(signOfLife));
    properties.setProperty(
        "connect.keep.alive.interval.ms", Long.toString(signOfLife * KEEP_ALIVE_PERCENT / 100));
    properties.setProperty("database.include.list", EngineProperties.pattern(options.database()));
    Collection<TableId> streamed = new TreeSet<>(tables);
    streamed.add(marker);
    properties.setProperty("table.include.list", EngineProperties.includeList(streamed));
    properties.setProperty(
        "snapshot.include.collection.list", EngineProperties.includeList(tables));
    properties.setProperty("max.queue.size.in.bytes", Long.toString(options.limits().queueBytes()));
    putQueries(queries, properties);
    history.put(HISTORY + ".", prefix, properties);
    return properties;
  }

  /**
   * With a number of rows to fetch, Debezium would have values come in binary form, and mistake
   * times; without one, rows are read as the server sends them.
   */
  private static void putQueries(Map<TableId, String> queries, Properties properties) {
    properties.remove("snapshot.fetch.size");
    if (!queries.isEmpty()) {
      String tables = queries.keySet().stream().map(TableId::toString).collect(joining(","));
      properties.setProperty(QUERIES, tables);
      queries.forEach((table, query) -> properties.setProperty(QUERIES + "." + table, query));
    }
  }
}
