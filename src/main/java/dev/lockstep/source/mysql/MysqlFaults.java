package dev.lockstep.source.mysql;

import dev.lockstep.source.Failure;
import dev.lockstep.source.SourceFault;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells MySQL's faults that pass by themselves from those that somebody has to deal with. Knows
 * them by the server's error numbers (mysql.com, "Server Error Message Reference"), and what has
 * none by its text.
 */
public final class MysqlFaults {
  /** How Debezium tells what the reader of the log was answered. */
  private static final Pattern NUMBER = Pattern.compile("Error code: (\\d{4,5});");

  private static final String CHECK_LOGIN =
      "correct source.user and source.password, and let the account connect from this host";
  private static final String ENCRYPT =
      "the server wants an encrypted connection: source.ssl-mode: require, or verify-full";
  private static final String GRANT =
      "grant the user SELECT on the tables, REPLICATION SLAVE and REPLICATION CLIENT;"
          + " `lockstep check` lists what is missing";
  private static final String RELOAD =
      "changes are lost with it: load again with `lockstep run --reload`";
  private static final String KEEP_LOG =
      RELOAD + "; raise binlog_expire_logs_seconds (at a managed service, the binlog retention)";
  private static final String OTHER_SERVER =
      "if the server was replaced by one with another log, raise source.epoch by one; if it was"
          + " restored from a backup, do so and load again with `lockstep run --reload`";
  private static final String SERVER_ID =
      "give each reader of the server's log a source.server-id of its own";
  private static final String WAIT = "nothing, if it passes; else see the server's log";

  private static final int SERVER_SHUTDOWN = 1053;
  private static final String CONNECTION = "08";

  private final MysqlOptions options;

  /** For a source. */
  public MysqlFaults(MysqlOptions options) {
    this.options = options;
  }

  /** What a failure means. */
  public SourceFault classify(Throwable failure) {
    Failure all = Failure.of(failure);
    return SourceFault.known(all)
        .or(() -> number(all).flatMap(number -> byNumber(number, all.text())))
        .or(() -> byState(all))
        .or(() -> byText(all))
        .orElseGet(() -> SourceFault.unexplained(all, options.address()));
  }

  /** A connection that breaks has a state, and no number: the server did not speak. */
  private Optional<SourceFault> byState(Failure failure) {
    boolean broken =
        failure.causes().stream()
            .anyMatch(
                cause ->
                    cause instanceof SQLException sql
                        && sql.getSQLState() != null
                        && sql.getSQLState().startsWith(CONNECTION));
    return broken
        ? Optional.of(passing("SOURCE-UNREACHABLE", failure.text(), "see whether the server is up"))
        : Optional.empty();
  }

  /** Whether the server says that it is going down. */
  public static boolean isServerStopping(SQLException e) {
    return e.getErrorCode() == SERVER_SHUTDOWN;
  }

  /** The server's number of the innermost cause that has one. */
  private static Optional<Integer> number(Failure failure) {
    return failure.causes().stream()
        .map(MysqlFaults::number)
        .flatMap(Optional::stream)
        .reduce((outer, inner) -> inner);
  }

  private static Optional<Integer> number(Throwable cause) {
    if (cause instanceof SQLException sql && sql.getErrorCode() > 0) {
      return Optional.of(sql.getErrorCode());
    }
    Matcher matcher = NUMBER.matcher(String.valueOf(cause.getMessage()));
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  private Optional<SourceFault> byNumber(int number, String text) {
    return Optional.ofNullable(
        switch (number) {
          case 1045, 1130, 1251, 1524, 1820, 1862, 3118 ->
              fatal("SOURCE-LOGIN-REFUSED", text, CHECK_LOGIN);
          case 3159 -> fatal("SOURCE-LOGIN-REFUSED", text, ENCRYPT);
          case 1049 -> fatal("SOURCE-DATABASE-MISSING", text, "correct source.database");
          case 1044 -> fatal("SOURCE-PERMISSION", text, grantDatabase());
          case 1142, 1143, 1227 -> fatal("SOURCE-PERMISSION", text, GRANT);
          case 1146 ->
              fatal("SOURCE-TABLE-MISSING", text, "create the table or change the mapping");
          case 1054, 1176 ->
              fatal("SOURCE-OBJECT-MISSING", text, "restore what is missing, then start again");
          case 1236, 1789 -> log(text);
          case 1290, 1836 ->
              fatal("SOURCE-READ-ONLY", text, "name a server that takes writes as source.host");
          // 1412: a table was made anew since the transaction that reads it began.
          case 1040, 1041, 1053, 1203, 1205, 1213, 1226, 1317, 1412, 3168, 3572 ->
              passing("SOURCE-NOT-READY", text, WAIT);
          case 3024 -> passing("SOURCE-TIMEOUT", text, "try again when the source is quieter");
          case 1152, 1158, 1159, 1160, 1161, 1184, 1927, 4031 ->
              passing("SOURCE-UNREACHABLE", text, "see whether the server is up");
          default -> null;
        });
  }

  /** Not even a look is possible without. */
  private String grantDatabase() {
    return "GRANT SELECT, LOCK TABLES ON "
        + MysqlNames.quote(options.database())
        + ".* TO the user; `lockstep check` lists what else is missing then";
  }

  /** The server refuses to send its log, or stops to: one number for many reasons. */
  private SourceFault log(String text) {
    if (text.contains("same server_uuid/server_id")) {
      return fatal("SERVER-ID-IN-USE", text, SERVER_ID);
    }
    if (text.contains("purged") || text.contains("Could not find first log file")) {
      return fatal("LOG-PURGED", text, KEEP_LOG);
    }
    if (text.contains("impossible position") || text.contains("more GTIDs")) {
      return fatal("SOURCE-BEHIND", text, OTHER_SERVER);
    }
    if (text.contains("log is not open")) {
      return fatal("BINLOG-OFF", text, "start the server with log_bin");
    }
    if (text.contains("max_allowed_packet")) {
      return fatal("LOG-EVENT-TOO-LARGE", text, "raise max_allowed_packet on the server");
    }
    return passing("SOURCE-NOT-READY", text, WAIT);
  }

  /** What Debezium says by itself, and what the driver finds before the server speaks. */
  private Optional<SourceFault> byText(Failure failure) {
    String all =
        failure.causes().stream().map(Failure::text).reduce("", (first, more) -> first + more);
    String text = failure.text();
    if (all.contains("Failed to authenticate") || all.contains("Access denied for user")) {
      return Optional.of(fatal("SOURCE-LOGIN-REFUSED", text, CHECK_LOGIN));
    }
    if (all.contains("Public Key Retrieval is not allowed")) {
      return Optional.of(fatal("SOURCE-LOGIN-REFUSED", text, ENCRYPT));
    }
    if (all.contains("no longer available on the server")) {
      return Optional.of(fatal("LOG-PURGED", text, KEEP_LOG));
    }
    if (all.contains("history topic is missing")) {
      return Optional.of(fatal("SCHEMA-HISTORY-LOST", text, RELOAD));
    }
    if (all.contains("schema isn't known") || all.contains("internal schema size")) {
      return Optional.of(fatal("SCHEMA-HISTORY-UNFIT", text, RELOAD));
    }
    return Optional.empty();
  }

  private SourceFault fatal(String code, String what, String remedy) {
    return SourceFault.fatal(code, what, options.address(), remedy);
  }

  private SourceFault passing(String code, String what, String remedy) {
    return SourceFault.passing(code, what, options.address(), remedy);
  }
}
