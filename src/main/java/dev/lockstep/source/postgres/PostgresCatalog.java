package dev.lockstep.source.postgres;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.LogState;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.SourceSnapshot;
import dev.lockstep.source.Spread;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.WaitingChanges;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL database's tables and rows, by plain SQL. Thread-safe: one call at a time. */
public final class PostgresCatalog implements SourceCatalog {
  private static final Logger log = LoggerFactory.getLogger(PostgresCatalog.class);
  private static final String KEEPING = "max_slot_wal_keep_size";
  static final int FETCH_ROWS = 2_000;

  private final PostgresOptions options;
  private final PostgresAdmin admin;
  private final TableReader tableReader;

  /** Connects at the first call. */
  public PostgresCatalog(PostgresOptions options) {
    this.options = options;
    this.admin = new PostgresAdmin(options);
    this.tableReader = new TableReader(admin);
  }

  @Override
  public synchronized String identity() {
    String sql = "SELECT system_identifier || '/' || current_database() FROM pg_control_system()";
    return ask(() -> admin.query(sql, row -> row.getString(1)).get(0));
  }

  @Override
  public synchronized Map<TableId, SourceTable> describe(Map<TableId, List<String>> identities) {
    return ask(
        () -> {
          PostgresTypes types = admin.types();
          Map<TableId, SourceTable> described = new TreeMap<>();
          for (Map.Entry<TableId, List<String>> entry : identities.entrySet()) {
            SourceTable table = tableReader.describe(entry.getKey(), entry.getValue(), types);
            if (table != null) {
              described.put(entry.getKey(), table);
            }
          }
          return described;
        });
  }

  @Override
  public synchronized List<TableId> tables() {
    return ask(tableReader::tables);
  }

  @Override
  public synchronized Optional<LogState> log(Optional<Checkpoint> from) {
    return ask(() -> admin.slot().map(slot -> log(slot, from, ask(admin::keptBytes))));
  }

  private static LogState log(SlotState slot, Optional<Checkpoint> from, Optional<Long> kept) {
    long end = slot.currentLsn();
    long resumed = from.map(Checkpoint::position).map(Lsn::of).orElse(slot.confirmedLsn());
    return new LogState(
        end,
        resumed == 0 ? -1 : Math.max(0, end - resumed),
        slot.restartLsn() == 0 ? -1 : end - slot.restartLsn(),
        new LogState.Limit(
            kept.isPresent() ? KEEPING : KEEPING + " is unlimited: the disk of the server decides",
            slot.isLost() ? Long.valueOf(0) : slot.safeBytes(),
            null,
            kept.orElse(null)));
  }

  @Override
  public synchronized WaitingChanges waiting(
      Checkpoint from, Version through, Collection<TableId> tables, int most) {
    return ask(
        () -> new SlotPeek(options, admin).waiting(Lsn.of(from.position()), through, tables, most));
  }

  /** Whoever may connect as a user may end that user's own server processes. */
  @Override
  public synchronized void endReader() {
    try {
      Optional<SlotState> slot = admin.slot();
      if (slot.isPresent() && slot.get().active()) {
        log.info(
            "ends server process {}, which reads for the owner before", slot.get().activePid());
        admin.endReader(slot.get().activePid());
      }
    } catch (SQLException e) {
      log.warn("the reader of the owner before could not be ended: {}", e.getMessage());
    }
  }

  @Override
  public synchronized List<Problem> check(Map<TableId, TableNeeds> tables) {
    try {
      return new PostgresChecks(options, admin, tableReader).all(new TreeMap<>(tables));
    } catch (SQLException e) {
      return List.of(new SourceFaults(options).classify(e).problem());
    }
  }

  @Override
  public synchronized List<TableStructure> structures(Collection<String> schemas) {
    Collection<String> asked = schemas.isEmpty() ? List.of("public") : schemas;
    return ask(() -> new StructureReader(admin, tableReader).structures(asked));
  }

  @Override
  public synchronized Spread spread(TableId table, List<String> columns) {
    return ask(() -> new SpreadReader(admin).spread(table, columns));
  }

  @Override
  public void read(TableSchema schema, Consumer<Row> consumer) {
    ask(
        () -> {
          try (Connection connection = PostgresConnections.open(options)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            read(connection, schema, consumer);
          }
          return schema;
        });
  }

  /** The statement that reads all of a table's columns, in their order. */
  static String select(TableSchema schema) {
    return "SELECT "
        + schema.columns().stream()
            .map(column -> PostgresAdmin.quote(column.name()))
            .collect(Collectors.joining(", "))
        + " FROM "
        + PostgresAdmin.quote(schema.table());
  }

  private static void read(Connection connection, TableSchema schema, Consumer<Row> consumer)
      throws SQLException {
    ColumnType[] types =
        schema.columns().stream().map(column -> column.type()).toArray(ColumnType[]::new);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet result = statement.executeQuery(select(schema))) {
        while (result.next()) {
          consumer.accept(new Row(schema, values(result, types)));
        }
      }
    }
  }

  static @Nullable Object[] values(ResultSet row, ColumnType[] types) throws SQLException {
    @Nullable Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      String text = row.getString(i + 1);
      values[i] = text == null ? null : PostgresValues.parse(types[i], text);
    }
    return values;
  }

  /** Of all tables. */
  @Override
  public SourceSnapshot snapshot(Collection<TableId> tables) {
    return ask(() -> PostgresSnapshot.take(options));
  }

  @Override
  public synchronized void publish(Collection<TableId> tables) {
    ask(
        () -> {
          Publication publication = new Publication(options, admin);
          Optional<Collection<TableId>> known = admin.published();
          if (known.isPresent()) {
            publication.extend(publication.missing(tables, known.get()));
          }
          return tables;
        });
  }

  @Override
  public SourceProbe probe(Duration statementTimeout) {
    return new PostgresProbe(options, statementTimeout);
  }

  /**
   * Writes a message into the log: all that was committed before has a lower version, and the
   * message itself comes out of the change stream with this one.
   */
  @Override
  public synchronized Version currentVersion() {
    return ask(() -> new Version(options.epoch(), admin.heartbeat(), 0));
  }

  /** What is read of a message is where it begins, so another one has to follow. */
  @Override
  public synchronized Version marker() {
    return ask(
        () -> {
          Version marker = new Version(options.epoch(), admin.flushedMessage(), 0);
          admin.flushedMessage();
          return marker;
        });
  }

  @Override
  public void execute(List<String> statements, Duration limit) {
    ask(
        () -> {
          PostgresConnections.executeWritable(options, statements, limit);
          return statements.size();
        });
  }

  private interface Question<T> {
    T ask() throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw failure(options, e);
    }
  }

  static LockstepException failure(PostgresOptions options, SQLException e) {
    return new LockstepException(new SourceFaults(options).classify(e).problem(), e);
  }

  @Override
  public synchronized void close() {
    admin.close();
  }
}
