package dev.lockstep.source.postgres;

import dev.lockstep.change.TableId;
import dev.lockstep.source.jdbc.JdbcSession;
import dev.lockstep.source.jdbc.RowReader;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The upkeep of a pipeline's slot and publication, and what the server knows of its tables: one
 * connection, one statement at a time, each with a time limit. Not thread-safe.
 */
public final class PostgresAdmin implements AutoCloseable {
  /** The prefix of the messages that keep an idle source fresh. */
  public static final String HEARTBEAT_PREFIX = "lockstep-heartbeat";

  private final PostgresOptions options;
  private final JdbcSession session;

  /** Connects at the first statement. */
  public PostgresAdmin(PostgresOptions options) {
    this.options = options;
    this.session = PostgresConnections.session(options);
  }

  /** The slot of this pipeline, if it exists. */
  public Optional<SlotState> slot() throws SQLException {
    String sql =
        "SELECT s.active, coalesce(s.active_pid, 0), s.restart_lsn, s.confirmed_flush_lsn,"
            + " r.sent_lsn, pg_current_wal_lsn(), s.wal_status, s.safe_wal_size, s.plugin, s.database"
            + " FROM pg_replication_slots s LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid"
            + " WHERE s.slot_name = ?";
    return query(sql, PostgresAdmin::slotState, options.slot()).stream().findFirst();
  }

  private static SlotState slotState(ResultSet row) throws SQLException {
    return new SlotState(
        row.getBoolean(1),
        row.getInt(2),
        lsn(row.getString(3)),
        lsn(row.getString(4)),
        lsn(row.getString(5)),
        lsn(row.getString(6)),
        row.getString(7),
        row.getObject(8) == null ? null : row.getLong(8),
        row.getString(9),
        row.getString(10));
  }

  private static long lsn(@Nullable String text) {
    return text == null ? 0 : Lsn.parse(text);
  }

  /** Bytes of log that the server keeps for a slot at most; empty if it keeps all. */
  public Optional<Long> keptBytes() throws SQLException {
    String sql =
        "SELECT setting::bigint * 1024 * 1024 FROM pg_settings"
            + " WHERE name = 'max_slot_wal_keep_size' AND setting::bigint >= 0";
    return query(sql, row -> row.getLong(1)).stream().findFirst();
  }

  /** Ends the server process that serves the slot's reader. */
  public void endReader(int pid) throws SQLException {
    query(
        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
            + " WHERE slot_name = ? AND active_pid = ?::int",
        row -> "",
        options.slot(),
        String.valueOf(pid));
  }

  /** Drops the slot; it must not be active. */
  public void dropSlot() throws SQLException {
    query("SELECT pg_drop_replication_slot(?)", row -> "", options.slot());
  }

  /** The tables that the publication carries; empty if there is no such publication. */
  public Optional<Collection<TableId>> published() throws SQLException {
    if (query("SELECT 1 FROM pg_publication WHERE pubname = ?", r -> 1, options.publication())
        .isEmpty()) {
      return Optional.empty();
    }
    String sql = "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?";
    return Optional.of(new TreeSet<>(query(sql, PostgresAdmin::table, options.publication())));
  }

  private static TableId table(ResultSet row) throws SQLException {
    return new TableId(row.getString(1), row.getString(2));
  }

  /** The statement that makes the publication for exactly these tables. */
  public String createPublicationSql(Collection<TableId> tables) {
    return "CREATE PUBLICATION "
        + quote(options.publication())
        + " FOR TABLE "
        + list(tables)
        + " WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true)";
  }

  /** The statement that adds tables to the publication. */
  public String extendPublicationSql(Collection<TableId> tables) {
    return "ALTER PUBLICATION " + quote(options.publication()) + " ADD TABLE " + list(tables);
  }

  private static String list(Collection<TableId> tables) {
    return tables.stream().sorted().map(PostgresAdmin::quote).collect(Collectors.joining(", "));
  }

  /** A table's name as SQL spells it. */
  static String quote(TableId table) {
    return quote(table.schema()) + "." + quote(table.name());
  }

  /** A name as SQL spells it. */
  static String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** Runs a statement without an answer. */
  public void execute(String sql) throws SQLException {
    session.execute(sql);
  }

  /**
   * Writes a message into the log, which the slot's reader will see.
   *
   * @return its position
   */
  public long heartbeat() throws SQLException {
    String sql =
        "SELECT pg_logical_emit_message(false, ?,"
            + " (extract(epoch from clock_timestamp()) * 1000000)::bigint::text)";
    return Lsn.parse(query(sql, row -> row.getString(1), HEARTBEAT_PREFIX).get(0));
  }

  /**
   * The same, in the log's file when it returns: on an idle server a message alone may wait in
   * memory for many seconds, and readers are sent what is in the file. A transaction with a number
   * of its own takes it there at its end; a read-only one may have one.
   */
  public long flushedMessage() throws SQLException {
    String sql =
        "SELECT pg_logical_emit_message(false, ?,"
            + " (extract(epoch from clock_timestamp()) * 1000000)::bigint::text), txid_current()";
    return Lsn.parse(query(sql, row -> row.getString(1), HEARTBEAT_PREFIX).get(0));
  }

  /** The value of a server setting. */
  public String setting(String name) throws SQLException {
    return query("SELECT current_setting(?)", row -> row.getString(1), name).get(0);
  }

  /** The server's own estimates of rows, by table; those without an estimate are absent. */
  public Map<TableId, Long> estimatedRows(Collection<TableId> tables) throws SQLException {
    String sql =
        "SELECT n.nspname, c.relname, c.reltuples::bigint FROM pg_class c"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')"
            + " AND c.reltuples >= 0 AND n.nspname || '.' || c.relname = ANY (?)";
    Map<TableId, Long> estimates = new LinkedHashMap<>();
    query(sql, row -> estimates.put(table(row), row.getLong(3)), (Object) names(tables));
    return estimates;
  }

  private static String[] names(Collection<TableId> tables) {
    return tables.stream().map(TableId::toString).toArray(String[]::new);
  }

  /**
   * The columns that the server computes, by table. They are in its tables and not in its change
   * stream.
   */
  public Map<TableId, List<String>> generatedColumns(Collection<TableId> tables)
      throws SQLException {
    String sql =
        "SELECT n.nspname, c.relname, a.attname FROM pg_attribute a"
            + " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE a.attgenerated <> '' AND NOT a.attisdropped"
            + " AND n.nspname || '.' || c.relname = ANY (?)";
    Map<TableId, List<String>> generated = new TreeMap<>();
    query(
        sql,
        row -> generated.computeIfAbsent(table(row), t -> new ArrayList<>()).add(row.getString(3)),
        (Object) names(tables));
    return generated;
  }

  /** The enums and domains of the database. */
  public PostgresTypes types() throws SQLException {
    String sql =
        "SELECT t.typname, t.typtype, b.typname FROM pg_type t"
            + " LEFT JOIN pg_type b ON b.oid = t.typbasetype WHERE t.typtype IN ('e', 'd')";
    Map<String, String> types = new HashMap<>();
    query(
        sql,
        row ->
            types.put(row.getString(1), "e".equals(row.getString(2)) ? "enum" : row.getString(3)));
    return new PostgresTypes(types);
  }

  /** What of a table the change stream does not tell; empty if there is no such table. */
  public Optional<TableShape> shape(TableId table) throws SQLException {
    String sql =
        "SELECT c.relreplident, i.indisprimary, i.indisreplident,"
            + " i.indisunique AND i.indimmediate AND i.indpred IS NULL AND i.indisvalid,"
            + " ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(n, o)"
            + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n"
            + " WHERE k.o <= i.indnkeyatts ORDER BY k.o)"
            + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique"
            + " AND 0 <> ALL (i.indkey::int2[])"
            + " WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')";
    List<IndexRow> rows = query(sql, IndexRow::of, table.schema(), table.name());
    return rows.isEmpty() ? Optional.empty() : Optional.of(shape(rows));
  }

  private static TableShape shape(List<IndexRow> rows) {
    String replicaIdentity = rows.get(0).replicaIdentity();
    return new TableShape(
        columns(rows, IndexRow::primary),
        identityColumns(rows, replicaIdentity),
        "f".equals(replicaIdentity),
        rows.stream().filter(IndexRow::immediate).map(IndexRow::columns).toList());
  }

  /** A deferrable primary key is no replica identity. */
  private static List<String> identityColumns(List<IndexRow> rows, String replicaIdentity) {
    return switch (replicaIdentity) {
      case "d" -> columns(rows, row -> row.primary() && row.immediate());
      case "i" -> columns(rows, IndexRow::identity);
      default -> List.of();
    };
  }

  private static List<String> columns(List<IndexRow> rows, Predicate<IndexRow> which) {
    return rows.stream().filter(which).findFirst().map(IndexRow::columns).orElse(List.of());
  }

  private record IndexRow(
      String replicaIdentity,
      boolean primary,
      boolean identity,
      boolean immediate,
      List<String> columns) {
    static IndexRow of(ResultSet row) throws SQLException {
      Array columns = row.getArray(5);
      return new IndexRow(
          row.getString(1),
          row.getBoolean(2),
          row.getBoolean(3),
          row.getBoolean(4),
          Arrays.asList((String[]) columns.getArray()));
    }
  }

  /** Runs a query with parameters (texts, or arrays of texts) and reads all its rows. */
  <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
    return session.query(sql, reader, parameters);
  }

  /** Closes the connection; the next statement opens another. */
  @Override
  public void close() {
    session.close();
  }
}
