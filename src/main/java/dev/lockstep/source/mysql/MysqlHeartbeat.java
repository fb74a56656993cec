package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import java.sql.SQLException;

/** Lockstep's own table in the source, and the statements that make it. */
final class MysqlHeartbeat {
  private static final String NAME = "lockstep_heartbeat";

  private MysqlHeartbeat() {}

  static TableId table(MysqlOptions options) {
    return new TableId(options.database(), NAME);
  }

  static String ddl(MysqlOptions options) {
    return "CREATE TABLE "
        + MysqlNames.quote(table(options))
        + " (pipeline VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY,"
        + " sent BIGINT NOT NULL, token VARCHAR(64) NULL)";
  }

  static String grant(MysqlOptions options, String account) {
    return "GRANT SELECT, INSERT, UPDATE ON " + MysqlNames.quote(table(options)) + " TO " + account;
  }

  static boolean isThere(MysqlSession session, MysqlOptions options) throws SQLException {
    TableId table = table(options);
    return !session
        .query(
            "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?",
            row -> 1,
            table.schema(),
            table.name())
        .isEmpty();
  }
}
