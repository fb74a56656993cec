package dev.lockstep.source.mysql;

import dev.lockstep.change.TableId;
import dev.lockstep.source.WaitingChanges;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at what lies in the binary log behind a place, as the server itself shows its events: which
 * tables they are of, not which rows.
 */
final class BinlogPeek {
  private static final int PAGE = 1_000;

  /** Where the first event of a file begins. */
  private static final long FIRST = 4;

  private static final int ACCESS_DENIED = 1227;
  private static final Pattern TABLE = Pattern.compile("table_id: \\d+ \\((.*)\\)");
  private static final Pattern GTID = Pattern.compile("'([0-9a-fA-F-]{36}:[^']+)'");
  private static final Pattern USE = Pattern.compile("^use `((?:[^`]|``)*)`; ");
  private static final Pattern DROP_ALL = Pattern.compile("(?i)\\bdrop\\s+(database|schema)\\b");

  private final MysqlOptions options;
  private final MysqlAdmin admin;
  private final Collection<TableId> tables;
  private final int most;
  private final Set<TableId> waiting = new TreeSet<>();
  private final Set<TableId> ofTransaction = new HashSet<>();
  private String gtid = "";
  private boolean behind;
  private int seen;

  /**
   * @param most events; with more, nothing is told
   */
  BinlogPeek(MysqlOptions options, MysqlAdmin admin, Collection<TableId> tables, int most) {
    this.options = options;
    this.admin = admin;
    this.tables = tables;
    this.most = most;
  }

  private record Event(long position, String type, long end, String info) {}

  /** Which tables' changes wait behind a checkpoint's position. */
  WaitingChanges waiting(MysqlPosition from) throws SQLException {
    if (!from.serverUuid().equals(admin.serverUuid()) || from.epoch() != options.epoch()) {
      return new WaitingChanges.Untold("the checkpoint is of another server's log");
    }
    BinaryLogs logs = admin.binaryLogs();
    if (!logs.hold(from.binlog())) {
      return new WaitingChanges.Untold("the server has thrown away log behind the checkpoint");
    }
    try {
      for (BinaryLogs.BinaryLog log : logs.files()) {
        long number = new BinlogPosition(log.name(), 0).fileNumber();
        if (number >= from.binlog().fileNumber() && waiting.size() < tables.size()) {
          boolean first = number == from.binlog().fileNumber();
          read(log.name(), first ? from.binlog().offset() : FIRST, from.gtids());
        }
      }
    } catch (SQLException e) {
      if (e.getErrorCode() != ACCESS_DENIED) {
        throw e;
      }
      return new WaitingChanges.Untold("REPLICATION SLAVE is needed to look into the log");
    }
    return seen > most && waiting.size() < tables.size()
        ? new WaitingChanges.Untold("more than " + most + " changes wait in the log")
        : new WaitingChanges.Of(waiting);
  }

  private void read(String file, long from, String applied) throws SQLException {
    long next = Math.max(FIRST, from);
    List<Event> page;
    do {
      page = page(file, next);
      for (Event event : page) {
        next = Math.max(next, event.end());
        take(event, applied);
      }
      seen += page.size();
    } while (page.size() == PAGE && seen <= most && waiting.size() < tables.size());
  }

  private List<Event> page(String file, long from) throws SQLException {
    String sql =
        "SHOW BINLOG EVENTS IN '" + file.replace("'", "''") + "' FROM " + from + " LIMIT " + PAGE;
    return admin
        .session()
        .query(
            sql,
            row ->
                new Event(
                    row.getLong("Pos"),
                    row.getString("Event_type"),
                    row.getLong("End_log_pos"),
                    String.valueOf(row.getString("Info"))));
  }

  private void take(Event event, String applied) throws SQLException {
    switch (event.type()) {
      case "Gtid", "Gtid_tagged", "Anonymous_Gtid" -> begun(event.info());
      case "Table_map" -> table(event.info());
      case "Query" -> statement(event.info(), applied);
      case "Transaction_payload" -> {
        ofTransaction.addAll(tables);
        ended(applied);
      }
      case "Xid" -> ended(applied);
      default -> {
        // It is of no row.
      }
    }
  }

  private void begun(String info) {
    Matcher matcher = GTID.matcher(info);
    gtid = matcher.find() ? matcher.group(1) : "";
    behind = true;
    ofTransaction.clear();
  }

  private void table(String info) {
    Matcher matcher = TABLE.matcher(info);
    if (matcher.matches()) {
      tables.stream()
          .filter(table -> table.toString().equals(matcher.group(1)))
          .forEach(ofTransaction::add);
    }
  }

  /**
   * A statement that names a table may have changed all its rows. One that was run in another
   * database names the table's own too.
   */
  private void statement(String info, String applied) throws SQLException {
    if (info.equals("BEGIN")) {
      return;
    }
    if (!info.equals("COMMIT")) {
      Matcher use = USE.matcher(info);
      String database = use.find() ? use.group(1).replace("``", "`") : "";
      String text = use.replaceFirst("").toLowerCase(Locale.ROOT);
      boolean drops = DROP_ALL.matcher(text).find();
      for (TableId table : tables) {
        boolean named = names(text, table.schema());
        boolean near = named || database.equalsIgnoreCase(table.schema());
        if ((drops && named) || (near && names(text, table.name()))) {
          ofTransaction.add(table);
        }
      }
    }
    if (!info.startsWith("SAVEPOINT")) {
      ended(applied);
    }
  }

  private static boolean names(String statement, String name) {
    String word = Pattern.quote(name.toLowerCase(Locale.ROOT).replace("`", "``"));
    return Pattern.compile("(?<![\\w$])" + word + "(?![\\w$])").matcher(statement).find();
  }

  /** A place may be within the checkpoint's own transaction, behind its identifier. */
  private void ended(String applied) throws SQLException {
    List<TableId> changed = new ArrayList<>(ofTransaction);
    ofTransaction.clear();
    if (behind
        && !waiting.containsAll(changed)
        && (gtid.isEmpty() || !admin.isSubset(gtid, applied))) {
      waiting.addAll(changed);
    }
  }
}
