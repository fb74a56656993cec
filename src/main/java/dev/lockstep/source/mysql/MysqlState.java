package dev.lockstep.source.mysql;

import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.SQLException;

/**
 * What checks want to know of a server.
 *
 * @param variables its settings
 * @param grants what the session's account may do
 * @param account the account, as a GRANT names it
 */
record MysqlState(MysqlVariables variables, MysqlGrants grants, String account) {
  static MysqlState read(JdbcSession session) throws SQLException {
    return new MysqlState(
        MysqlVariables.read(session), MysqlGrants.read(session), MysqlNames.account(session));
  }
}
