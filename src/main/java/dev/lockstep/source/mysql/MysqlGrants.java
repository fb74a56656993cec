package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an account may do, as {@code SHOW GRANTS} tells it: on whole tables, not on columns. */
final class MysqlGrants {
  private static final String NAME = "(\\*|`(?:[^`]|``)*`)";
  private static final Pattern GRANT =
      Pattern.compile("GRANT (.+?) ON (?:TABLE )?" + NAME + "\\." + NAME + " TO .*");

  /** Commas between privileges, not those between the columns of one. */
  private static final Pattern COMMA = Pattern.compile(", (?![^(]*\\))");

  private static final String EVERYTHING = "*";

  private final List<Grant> grants;

  private MysqlGrants(List<Grant> grants) {
    this.grants = List.copyOf(grants);
  }

  private record Grant(Set<String> privileges, String database, String table) {
    boolean allows(String privilege) {
      return privileges.contains(privilege) || privileges.contains("ALL PRIVILEGES");
    }

    boolean isGlobal() {
      return database.equals(EVERYTHING);
    }

    boolean covers(TableId id) {
      return isGlobal()
          || (table.equals(EVERYTHING)
              ? isLike(id.schema(), database)
              : database.equals(id.schema()) && table.equals(id.name()));
    }

    /** The names of databases in grants are patterns, as those of LIKE. */
    private static boolean isLike(String name, String pattern) {
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        boolean escaped = c == '\\' && i + 1 < pattern.length();
        char literal = escaped ? pattern.charAt(++i) : c;
        regex.append(
            !escaped && c == '%'
                ? ".*"
                : !escaped && c == '_' ? "." : Pattern.quote(String.valueOf(literal)));
      }
      return name.matches(regex.toString());
    }
  }

  /** The grants of a session's account and of the roles that are active in it. */
  static MysqlGrants read(JdbcSession session) throws SQLException {
    String roles = session.query("SELECT CURRENT_ROLE()", row -> row.getString(1)).get(0);
    String using = roles.equals("NONE") ? "" : " USING " + roles;
    return parse(session.query("SHOW GRANTS FOR CURRENT_USER()" + using, row -> row.getString(1)));
  }

  /** Reads the lines of {@code SHOW GRANTS}; what is not about tables is left out. */
  static MysqlGrants parse(List<String> lines) {
    List<Grant> grants = new ArrayList<>();
    for (String line : lines) {
      grant(line).ifPresent(grants::add);
    }
    return new MysqlGrants(grants);
  }

  private static Optional<Grant> grant(String line) {
    Matcher matcher = GRANT.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new Grant(
                Arrays.stream(COMMA.split(matcher.group(1))).collect(Collectors.toSet()),
                unquoted(matcher.group(2)),
                unquoted(matcher.group(3))))
        : Optional.empty();
  }

  private static String unquoted(String name) {
    return name.equals(EVERYTHING) ? name : name.substring(1, name.length() - 1).replace("``", "`");
  }

  /** Whether the account has a privilege on everything. */
  boolean globally(String privilege) {
    return grants.stream().anyMatch(grant -> grant.isGlobal() && grant.allows(privilege));
  }

  /** Whether the account has a privilege on a table, be it there or not. */
  boolean on(TableId table, String privilege) {
    return grants.stream().anyMatch(grant -> grant.covers(table) && grant.allows(privilege));
  }
}
