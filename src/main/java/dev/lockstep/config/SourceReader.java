package dev.lockstep.config;

import dev.lockstep.config.SourceConfig.Limits;
import dev.lockstep.config.SourceConfig.SslMode;
import dev.lockstep.config.SourceConfig.Tls;
import dev.lockstep.config.SourceConfig.UnloggedRows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads the section {@code source}. */
final class SourceReader {
  private static final Predicate<String> SLOT =
      Pattern.compile("[a-z0-9_]{1,63}").asMatchPredicate();
  private static final long MAX_SERVER_ID = 0xFFFF_FFFFL;

  private final Keys keys;
  private final Set<String> owned;

  SourceReader(Keys keys, Set<String> owned) {
    this.keys = keys;
    this.owned = owned;
  }

  private enum Name {
    POSTGRES(5432),
    MYSQL(3306);

    private final int port;

    Name(int port) {
      this.port = port;
    }
  }

  SourceConfig read(String pipeline) {
    keys.require("kind");
    Name name = keys.section().choice("kind", Name.class, Name.POSTGRES);
    SourceConfig source =
        new SourceConfig(
            name == Name.POSTGRES ? postgres(pipeline) : mysql(),
            keys.text("host"),
            keys.integer("port", name.port, 1, 65_535),
            keys.text("database"),
            keys.text("user"),
            keys.secret("password"),
            tls(),
            keys.integer("epoch", 0, 0, 999_999),
            keys.duration("heartbeat-interval", "5s", "1s", "1h"),
            limits(),
            debezium());
    keys.done();
    return source;
  }

  private SourceConfig.Kind postgres(String pipeline) {
    String fallback = "lockstep_" + pipeline.replace('-', '_');
    refuse("server-id", "mysql");
    refuse("on-unlogged-rows", "mysql");
    return new SourceConfig.Postgres(
        keys.matching("slot", fallback, "a name of a-z, 0-9 and '_', at most 63 long", SLOT),
        keys.matching("publication", fallback, "a name, at most 63 long", SourceReader::isName));
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= 63;
  }

  private SourceConfig.Kind mysql() {
    refuse("slot", "postgres");
    refuse("publication", "postgres");
    return new SourceConfig.Mysql(
        keys.section().integer("server-id", 1, MAX_SERVER_ID),
        keys.section().choice("on-unlogged-rows", UnloggedRows.class, UnloggedRows.HALT));
  }

  private void refuse(String key, String kind) {
    if (keys.section().has(key)) {
      keys.problem(
          "WRONG-KIND",
          "'" + key + "' is only for sources of the kind '" + kind + "'",
          key,
          "Remove '" + key + "', or correct 'kind'.");
    }
  }

  private Tls tls() {
    return new Tls(
        keys.section().choice("ssl-mode", SslMode.class, SslMode.PREFER),
        keys.pathOrNull("ssl-root-cert"),
        keys.pathOrNull("ssl-cert"),
        keys.pathOrNull("ssl-key"));
  }

  private Limits limits() {
    return new Limits(
        keys.integer("max-transaction-changes", 20_000, 1, 10_000_000),
        keys.size("max-transaction-bytes", "16MiB", "64KiB", "4GiB"),
        keys.size("max-queue-bytes", "16MiB", "64KiB", "4GiB"),
        keys.integer("load-slice-rows", 2_000, 1, 100_000),
        keys.duration("connect-timeout", "10s", "100ms", "10m"),
        keys.duration("statement-timeout", "30s", "100ms", "1h"),
        keys.duration("stop-timeout", "60s", "1s", "1h"),
        keys.duration("max-restart-delay", "30s", "100ms", "1h"));
  }

  private Map<String, Secret> debezium() {
    Map<String, Secret> properties = new LinkedHashMap<>();
    Keys given = keys.optional("debezium");
    for (String name : given.section().keys()) {
      if (isOwned(name)) {
        refuseOwned(given, name);
      }
      properties.put(name, given.secret(name));
    }
    return properties;
  }

  private boolean isOwned(String name) {
    return owned.stream()
        .anyMatch(own -> own.equals(name) || (own.endsWith(".") && name.startsWith(own)));
  }

  private static void refuseOwned(Keys given, String name) {
    given.problem(
        "DEBEZIUM-OWNED",
        "the Debezium property '" + name + "' is Lockstep's own",
        name,
        "Remove it; what Lockstep lets you change has a key of its own under 'source'.");
  }
}
