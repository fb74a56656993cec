package dev.lockstep.testing.servers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Statements as PostgreSQL knows them, said to either database. What MySQL says in other words is
 * put into those; what it does not have at all (deferred keys, replica identities) is left out.
 */
public final class Sql {
  private static final Set<String> CONTENTION = Set.of("23505", "40P01", "40001", "55P03");
  private static final Set<Integer> MYSQL_CONTENTION =
      Set.of(Mysql.DUPLICATE, Mysql.LOCK_WAIT, Mysql.DEADLOCK, Mysql.TRUNCATED);

  /** In the order in which they are put into other words. */
  private static final List<Rule> RULES =
      List.of(
          rule("ALTER TABLE \\w+ (ALTER COLUMN \\w+ SET STORAGE|REPLICA IDENTITY) \\w+;?", ""),
          rule(" DEFERRABLE INITIALLY DEFERRED", ""),
          rule("\\btext\\[\\]", "json"),
          rule("\\bnumeric(?!\\()", "decimal(20,2)"),
          rule("\\btimestamp\\b(?=[ ,])", "datetime(6)"),
          rule("::(uuid|bigint)\\b", ""),
          rule("\\buuid\\b", "char(36)"),
          rule("\\btimestamptz\\b", "timestamp(6)"),
          rule("^ANALYZE (\\w+)$", "ANALYZE TABLE $1"),
          rule("^CHECKPOINT$", "DO 0"),
          rule("^(TRUNCATE \\w+) CASCADE$", "$1"),
          rule("(\\w+|\\?|\\([^()]*\\))::text", "CAST($1 AS CHAR)"),
          rule("ARRAY\\[([^]]*)\\]", "JSON_ARRAY($1)"),
          rule(
              "generate_series\\(([^,]+), ([^)]+)\\) (\\w+)",
              "(WITH RECURSIVE s ($3) AS (SELECT $1 UNION ALL SELECT $3 + 1 FROM s WHERE $3 < $2)"
                  + " SELECT $3 FROM s) $3"),
          rule("^INSERT (.*) ON CONFLICT( \\([^)]*\\))? DO NOTHING$", "INSERT IGNORE $1"),
          rule("ON CONFLICT \\([^)]*\\) DO UPDATE SET", "ON DUPLICATE KEY UPDATE"),
          rule("excluded\\.(\\w+)", "VALUES($1)"),
          rule("^(UPDATE \\w+ SET (\\w+) = \\2 \\+ \\?)$", "$1 ORDER BY $2 DESC"),
          rule("(?<!_)\\blines\\b", "`lines`"));

  private Sql() {}

  /** Numbers of MySQL's errors. */
  private static final class Mysql {
    static final int DUPLICATE = 1062;
    static final int LOCK_WAIT = 1205;
    static final int DEADLOCK = 1213;

    /** A snapshot is older than the TRUNCATE of a table. */
    static final int TRUNCATED = 1412;

    private Mysql() {}
  }

  private record Rule(Pattern pattern, String words) {}

  private static Rule rule(String pattern, String words) {
    return new Rule(Pattern.compile(pattern, Pattern.DOTALL), words);
  }

  /** Runs a statement, or several, with numbers for its placeholders. */
  public static void execute(Connection connection, String sql, int... arguments)
      throws SQLException {
    String words = in(connection, sql);
    if (words.isEmpty()) {
      return;
    }
    if (arguments.length == 0) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(words);
      }
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(words)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setInt(i + 1, arguments[i]);
      }
      statement.execute();
    }
  }

  /** A statement in the words of the database of a connection. */
  public static String in(Connection connection, String sql) throws SQLException {
    return isMysql(connection) ? inMysql(sql) : sql;
  }

  /** Whether a connection is one to MySQL. */
  public static boolean isMysql(Connection connection) throws SQLException {
    return connection.getMetaData().getURL().startsWith("jdbc:mysql:");
  }

  static String inMysql(String sql) {
    String words = sql.strip();
    for (Rule rule : RULES) {
      words = rule.pattern().matcher(words).replaceAll(rule.words());
    }
    return words;
  }

  /** Unique violations, deadlocks, waits for locks and serialisation failures. */
  public static boolean isContention(SQLException e) {
    return CONTENTION.contains(String.valueOf(e.getSQLState()))
        || MYSQL_CONTENTION.contains(e.getErrorCode());
  }
}
