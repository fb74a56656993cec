package dev.lockstep.source.debezium;

import dev.lockstep.change.TableId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The properties that every engine has, and which properties are Lockstep's own. */
public final class EngineProperties {
  static final String CONVERTER = "lockstep";

  private static final Map<String, String> BASE =
      Map.ofEntries(
          Map.entry("offset.storage", DurableOffsetStore.class.getName()),
          Map.entry("offset.flush.interval.ms", "1000"),
          Map.entry("converters", CONVERTER),
          Map.entry("snapshot.mode", "initial"),
          Map.entry("snapshot.max.threads", "1"),
          Map.entry("snapshot.fetch.size", "2000"),
          Map.entry("skipped.operations", "none"),
          Map.entry("tombstones.on.delete", "false"),
          Map.entry("provide.transaction.metadata", "true"),
          Map.entry("binary.handling.mode", "bytes"),
          Map.entry("include.unknown.datatypes", "true"),
          Map.entry("event.converting.failure.handling.mode", "fail"),
          Map.entry("event.processing.failure.handling.mode", "fail"),
          Map.entry("schema.name.adjustment.mode", "none"),
          Map.entry("extended.headers.enabled", "false"),
          Map.entry("record.processing.threads", "1"),
          Map.entry("errors.max.retries", "0"));

  /** What a user may change, with the values that suit most. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "poll.interval.ms", "20",
          "max.batch.size", "2048",
          "max.queue.size", "8192");

  /** Names, and beginnings of names (with a dot at the end), that Lockstep sets by other means. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "name",
          "connector.class",
          "topic.prefix",
          "tasks.max",
          "table.include.list",
          "table.exclude.list",
          "column.include.list",
          "column.exclude.list",
          "message.key.columns",
          "database.hostname",
          "database.port",
          "database.user",
          "database.password",
          "max.queue.size.in.bytes",
          "heartbeat.interval.ms",
          "decimal.handling.mode",
          "time.precision.mode",
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
    owned.addAll(PostgresProperties.owned());
    owned.addAll(BinlogProperties.owned());
    return owned;
  }

  /**
   * What every engine has.
   *
   * @param prefix unique among the engines of the process: the name of its metrics
   * @param defaults of this kind of database
   * @param given by the user
   * @param fixed of this kind of database
   */
  static Properties of(
      String prefix,
      Map<String, String> defaults,
      Map<String, String> given,
      Map<String, String> fixed) {
    Properties properties = new Properties();
    properties.putAll(DEFAULTS);
    properties.putAll(defaults);
    properties.putAll(given);
    properties.putAll(BASE);
    properties.putAll(fixed);
    properties.setProperty("name", prefix);
    properties.setProperty("topic.prefix", prefix);
    return properties;
  }

  static void putServer(
      Properties properties, String host, int port, String user, Supplier<char[]> secret) {
    properties.setProperty("database.hostname", host);
    properties.setProperty("database.port", Integer.toString(port));
    properties.setProperty("database.user", user);
    char[] password = secret.get();
    properties.setProperty("database.password", new String(password));
    Arrays.fill(password, '\0');
  }

  static String includeList(Collection<TableId> tables) {
    return tables.stream().sorted().map(EngineProperties::pattern).collect(Collectors.joining(","));
  }

  static String excludeList(Map<TableId, List<String>> columns) {
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
  static String pattern(String name) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c == '_' || (c < 128 && Character.isLetterOrDigit(c));
      pattern.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return pattern.toString();
  }
}
