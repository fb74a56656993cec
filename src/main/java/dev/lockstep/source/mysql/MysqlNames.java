package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names as MySQL's SQL spells them. */
final class MysqlNames {
  private MysqlNames() {}

  /** A name. */
  static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** A table's name. */
  static String quote(TableId table) {
    return quote(table.schema()) + "." + quote(table.name());
  }

  /** Names of columns, separated by commas. */
  static String list(Collection<String> columns) {
    return columns.stream().map(MysqlNames::quote).collect(Collectors.joining(", "));
  }

  /** The statement that lets an account do something with a table. */
  static String grant(Collection<String> privileges, TableId table, String account) {
    return "GRANT " + String.join(", ", privileges) + " ON " + quote(table) + " TO " + account;
  }

  /** The statement that lets an account lock the tables of a database. */
  static String grantLocks(String database, String account) {
    return "GRANT LOCK TABLES ON " + quote(database) + ".* TO " + account;
  }

  /** The account that a session has been taken for, as a GRANT names it. */
  static String account(JdbcSession session) throws SQLException {
    String account = session.query("SELECT CURRENT_USER()", row -> row.getString(1)).get(0);
    int at = account.lastIndexOf('@');
    return "'"
        + account.substring(0, at).replace("'", "''")
        + "'@'"
        + account.substring(at + 1).replace("'", "''")
        + "'";
  }
}
