package dev.lockstep.source.mysql;

import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's global variables; one that it does not know is empty.
 *
 * @param values by name in lower case
 */
record MysqlVariables(Map<String, String> values) {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final Set<String> ON = Set.of("ON", "1", "TRUE");

  MysqlVariables {
    values = Map.copyOf(values);
  }

  static MysqlVariables read(JdbcSession session) throws SQLException {
    Map<String, String> values = new HashMap<>();
    session.query(
        "SHOW GLOBAL VARIABLES",
        row -> values.put(row.getString(1).toLowerCase(Locale.ROOT), row.getString(2)));
    return new MysqlVariables(values);
  }

  String get(String name) {
    return values.getOrDefault(name, "");
  }

  boolean isOn(String name) {
    return ON.contains(get(name).toUpperCase(Locale.ROOT));
  }

  boolean is(String name, String value) {
    return get(name).equalsIgnoreCase(value);
  }

  /** A number; 0 if it is none. */
  long number(String name) {
    String value = get(name);
    return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
  }

  /** Whether the server is of a version, or newer: MySQL 8.0 is also {@code 8.0.mysql_aurora…}. */
  boolean isAtLeast(int major, int minor) {
    Matcher matcher = VERSION.matcher(get("version"));
    if (!matcher.matches()) {
      return false;
    }
    int here = Integer.parseInt(matcher.group(1));
    return here > major || (here == major && Integer.parseInt(matcher.group(2)) >= minor);
  }

  /** Since 8.4 statements no longer speak of masters and slaves. */
  boolean saysReplica() {
    return isAtLeast(8, 4);
  }

  boolean isMariaDb() {
    return get("version").contains("MariaDB");
  }
}
